/** What the reading, trusting and making of certificates may cost, and how long ours live; each with its reason. */
export const limits = {
  /** Certificates of a chain that are read: one that loops or never ends is no chain. */
  chain: 20,
  /** Secure contexts kept for the next session: costly to make, and profiles use few different ones. */
  contexts: 8,
  /** The authority of the test server. */
  authority: {
    /** Long enough that whoever imported it is not asked again soon. */
    days: 825,
    /** A new one is made when this little is left. */
    renewDays: 60,
    /** Of the certificates that it issues: short, since nobody imports one. */
    leafDays: 30,
    /** How long before now a validity begins: clocks differ; virtual machines wake up in the past. */
    backdateMs: 86_400_000,
  },
} as const;
