#!/usr/bin/env bash
# The official image's contract, the part that compose files use.
set -euo pipefail
conf=/var/lib/neo4j/conf/neo4j.conf
if [ ! -s "$conf" ]; then
  printf '%s\n' server.default_listen_address=0.0.0.0 server.https.enabled=false dbms.usage_report.enabled=false server.memory.heap.max_size=512m server.memory.pagecache.size=128m >"$conf"
  # NEO4J_server_memory_heap_max__size=1g -> server.memory.heap.max_size=1g
  env | sed -n 's/^NEO4J_\([a-z][^=]*\)=\(.*\)/\1 \2/p' | while read -r k v; do k=${k//__/%}; k=${k//_/.}; k=${k//%/_}; sed -i "/^$k=/d" "$conf"; echo "$k=$v" >>"$conf"; done
fi
case "${NEO4J_AUTH:-}" in
  none) echo dbms.security.auth_enabled=false >>"$conf" ;;
  neo4j/*) [ -d /data/databases/system ] || java -cp '/var/lib/neo4j/lib/*' org.neo4j.server.startup.Neo4jAdminCommand dbms set-initial-password "${NEO4J_AUTH#neo4j/}" >/dev/null ;;
esac
exec java -Xmx512m --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
  -cp '/var/lib/neo4j/lib/*' org.neo4j.server.CommunityEntryPoint --home-dir=/var/lib/neo4j --config-dir=/var/lib/neo4j/conf
