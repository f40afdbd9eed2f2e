#!/bin/sh
# After removing the deb or rpm package. An update removes the old version as well, after the new one was installed: what the
# new one needs stays. dpkg says what happens, rpm how many versions are left.
set -e
case "$1" in
  remove | purge | disappear | 0) ;;
  *) exit 0 ;;
esac

command='/usr/bin/${executable}'
if [ -L "$command" ] && [ "$(readlink "$command")" = '/opt/${sanitizedProductName}/bin/posthorn' ]; then
  rm -f "$command"
fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null 2>&1 && [ -w /sys/kernel/security/apparmor/.remove ]; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
exit 0
