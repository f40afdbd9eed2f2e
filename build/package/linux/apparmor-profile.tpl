abi <abi/4.0>,
include <tunables/global>

# The starter and the app beside it.
profile "${executable}" "/opt/${sanitizedProductName}/${executable}{,-app}" flags=(unconfined) {
  userns,

  # Site-specific additions and overrides. See local/README for details.
  include if exists <local/${executable}>
}
