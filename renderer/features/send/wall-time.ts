/** The time of day as this system writes it. */
export const wallTime = (): string => new Date().toLocaleTimeString();
