#!/bin/sh
# Process 1 of a clean machine: puts the base under a layer in memory, makes that its root, and waits until whoever started it is gone.
# The namespaces hold everything: with this process its mounts, its network and all other processes in it are gone too.
# Given: the base, an empty folder to mount on, the host's folder of display sockets, and one of packages that were fetched before.
set -eu
base=$1 at=$2 displays=$3 archives=$4

mount -t tmpfs -o size=6g,mode=755 tmpfs "$at"
mkdir "$at/upper" "$at/work" "$at/root"
cd "$at/root"
# Where the base lies on a file system that takes no layers, a copy does as well.
mount -t overlay -o "lowerdir=$base,upperdir=$at/upper,workdir=$at/work" overlay "$at/root" 2>/dev/null ||
  cp -a "$base/." "$at/root/"
cd "$at/root"

# The process id as the host counts, which its own /proc still shows.
read -r pid rest </proc/self/stat

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mknod -m 666 dev/null c 1 3
mknod -m 666 dev/zero c 1 5
mknod -m 666 dev/full c 1 7
mknod -m 666 dev/random c 1 8
mknod -m 666 dev/urandom c 1 9
mknod -m 666 dev/tty c 5 0
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -m 1777 tmp/.X11-unix
mount --bind "$displays" tmp/.X11-unix
# Copies: apt locks its folder, and there may be another machine.
cp "$archives"/*.deb var/cache/apt/archives/ 2>/dev/null || true
ip link set lo up

# A root of its own and not only a changed one: in the latter the kernel allows nobody a user namespace, which Chromium's sandbox is.
mkdir .before
pivot_root . .before
umount -l /.before
rmdir /.before
cd /

printf 'ready %s\n' "$pid"
# Whoever started this holds the other end. The shell takes in every process that lost its parent.
cat <&3 >/dev/null &
wait $!
