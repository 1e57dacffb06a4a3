#!/usr/bin/env bash
# Gives a bare Debian machine a running container engine and Compose v2, as root, from Debian's packages. Does nothing where they answer already.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

install_packages() {
  local missing=() each
  for each in dockerd:docker.io iptables:iptables debootstrap:debootstrap cgroupfs-mount:cgroupfs-mount; do
    command -v "${each%%:*}" >/dev/null || missing+=("${each##*:}")
  done
  [ ${#missing[@]} = 0 ] && return
  echo "engine.sh: installs ${missing[*]}" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" ca-certificates >/dev/null
}

start_engine() {
  local log=${DOCKERD_LOG:-${TMPDIR:-/tmp}/dockerd.log}
  [ -e /sys/fs/cgroup/cgroup.controllers ] || [ -d /sys/fs/cgroup/memory ] || cgroupfs-mount
  nohup dockerd >"$log" 2>&1 &
  for _ in $(seq 60); do
    docker info >/dev/null 2>&1 && return
    sleep 0.5
  done
  tail -5 "$log" >&2
  return 1
}

install_compose() { # bookworm's own Compose is version 1; the plugin of trixie is static and runs there
  local work
  work=$(mktemp -d)
  trap 'rm -rf "$work"' RETURN
  "$here/build.sh" trixie
  docker run --rm debian:trixie-slim sh -c 'apt-get update -qq >&2 && cd /tmp && apt-get download -qq docker-compose >&2 && cat docker-compose_*.deb' >"$work/compose.deb"
  dpkg-deb -x "$work/compose.deb" "$work/x"
  mkdir -p ~/.docker/cli-plugins
  cp "$work/x/usr/libexec/docker/cli-plugins/docker-compose" ~/.docker/cli-plugins/
}

docker info >/dev/null 2>&1 || { install_packages; start_engine; }
docker compose version >/dev/null 2>&1 || { install_packages; install_compose; }
docker version --format 'engine {{.Server.Version}}, API {{.Server.APIVersion}}'
docker compose version --short
