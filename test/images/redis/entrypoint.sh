#!/bin/sh
# The official image's contract, the part that compose files use.
set -e
case "$1" in -*|*.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ]; then exec setpriv --reuid=redis --regid=redis --init-groups "$@" --protected-mode no --dir /data; fi
exec "$@"
