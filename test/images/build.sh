#!/usr/bin/env bash
# Makes the images that compose files in this repository name: pulls them, or builds stand-ins where that fails. Usage: build.sh [NAME…]; see README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readonly pull_seconds=${PULL_SECONDS:-120}
no_registry=

declare -rA images=(
  [node]=node:24-bookworm-slim [python]=python:3.11-slim-bookworm [postgres]=postgres:17 [redis]=redis:7 [neo4j]=neo4j:5-community
)

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
have() { docker image inspect "$1" >/dev/null 2>&1; }

pull() { # pull IMAGE. One registry that cannot be reached is asked once, not for every image.
  [ -z "$no_registry" ] || return 1
  say "$1: pull"
  timeout "$pull_seconds" docker pull -q "$1" >"$work/pull.log" 2>&1 && return
  grep -qiE 'not found|manifest unknown|denied' "$work/pull.log" || no_registry=yes
  say "$1: cannot be pulled ($(tail -1 "$work/pull.log"))"
  return 1
}

base() { # base SUITE: a minimal Debian that trusts what this machine trusts
  local image=debian:$1-slim root=$work/$1 trust=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
  have "$image" && return
  say "$image: debootstrap"
  debootstrap --variant=minbase --include=ca-certificates "$1" "$root" >"$work/$1.log" 2>&1 || { tail -5 "$work/$1.log" >&2; return 1; }
  rm -rf "$root"/var/cache/apt/archives/*.deb
  cp "$trust" "$root/etc/ssl/host-ca.crt"
  tar -C "$root" -c . | docker import \
    -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/host-ca.crt NODE_EXTRA_CA_CERTS=/etc/ssl/host-ca.crt PIP_CERT=/etc/ssl/host-ca.crt REQUESTS_CA_BUNDLE=/etc/ssl/host-ca.crt' \
    -c 'CMD ["bash"]' - "$image" >/dev/null
  rm -rf "$root"
}

context() { # context NAME: a copy of its folder to which a preparation may add
  rm -rf "$work/context"
  cp -r "$here/$1" "$work/context"
}

prepare_node() { npm install --silent --no-save --no-audit --no-fund --prefix "$work/context/packages" node@24 npm@11 >&2; }
prepare_neo4j() {
  mvn -q -B -f "$work/context/pom.xml" -Dmaven.repo.local="$work/repository" dependency:copy-dependencies \
    -DoutputDirectory="$work/context/lib" -DincludeScope=runtime >&2
}

build() { # build NAME: the stand-in
  local image=${images[$1]} suite
  suite=$(sed -n 's/^FROM debian:\([a-z]*\)-slim$/\1/p' "$here/$1/Dockerfile")
  base "$suite"
  context "$1"
  if declare -F "prepare_$1" >/dev/null; then "prepare_$1"; fi
  say "$image: build"
  docker build -q -t "$image" "$work/context" >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; return 1; }
}

[ $# -gt 0 ] || set -- node python postgres redis neo4j
for name in "$@"; do
  if [ "$name" = trixie ] || [ "$name" = bookworm ]; then base "$name"; continue; fi
  [ -n "${images[$name]:-}" ] || { echo "build.sh: there is no image $name; there are ${!images[*]}" >&2; exit 2; }
  have "${images[$name]}" || pull "${images[$name]}" || build "$name"
done
