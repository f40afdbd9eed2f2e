#!/bin/sh
# After installing the deb or rpm package: the `posthorn` command, the sandbox's permission, the menu.
set -e
app='/opt/${sanitizedProductName}'
command='/usr/bin/${executable}'

# Somebody else's file of that name stays.
if [ ! -e "$command" ] && [ ! -L "$command" ]; then
  ln -s "$app/bin/posthorn" "$command"
elif [ "$(readlink "$command")" != "$app/bin/posthorn" ]; then
  echo "posthorn: $command belongs to something else; the command is $app/bin/posthorn" >&2
fi

# Chromium's sandbox uses user namespaces. Only where the kernel has none for ordinary users its helper needs to belong to root.
if [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null || echo 0)" -gt 0 ] &&
  [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null || echo 1)" != 0 ]; then
  chmod 0755 "$app/chrome-sandbox"
else
  chown root:root "$app/chrome-sandbox"
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu from 24.04 allows namespaces only to programs with a profile. Older versions cannot read it and do not need it.
profile="$app/resources/apparmor-profile"
if command -v apparmor_parser >/dev/null 2>&1 && [ -d /etc/apparmor.d ] &&
  apparmor_parser --skip-kernel-load --skip-cache "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  # In a chroot or a container the kernel's policy is not ours to change.
  if [ -w /sys/kernel/security/apparmor/.replace ]; then
    apparmor_parser --replace --write-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t /usr/share/icons/hicolor || true
fi
exit 0
