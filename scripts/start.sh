#!/bin/sh
# Starts the application from a release, a container or a clone:  scripts/start.sh [roles]
#
# The argument names the roles of this process (api, realtime, worker; none means all). ROLES in the environment narrows
# it, so that an environment made for sockets alone (ROLES=realtime) runs the same Procfile: its web process serves
# sockets, its worker process finds no role left and waits instead of fighting for the port.
set -eu
cd "$(dirname "$0")/.."

node=node
if [ -x node_modules/node/bin/node ]; then node=node_modules/node/bin/node; fi
version=$("$node" --version 2>/dev/null || echo 'no node at all')
case $version in
  v24.*) ;;
  *)
    echo "Symphonia runs on Node.js 24 and found $version; install it or put it first on the PATH." >&2
    exit 1
    ;;
esac

mine=${1:-}
if [ -n "$mine" ] && [ -n "${ROLES:-}" ]; then
  kept=
  for role in $(echo "$mine" | tr ',' ' '); do
    case ",$(echo "$ROLES" | tr -d ' ')," in
      *",$role,"*) kept="${kept:+$kept,}$role" ;;
    esac
  done
  if [ -z "$kept" ]; then
    echo "ROLES=$ROLES leaves nothing to do for a process of $mine; it stays idle." >&2
    exec sleep infinity
  fi
  mine=$kept
fi
if [ -n "$mine" ]; then export ROLES="$mine"; fi

# The worker stands beside the web process of its machine, which has the metrics port already.
if [ "$mine" = worker ]; then export METRICS_PORT="${METRICS_PORT:-9465}"; fi

# What is running, for health, logs and headers. The release writes build.json with one field a line.
if [ -f build.json ]; then
  VERSION=${VERSION:-$(sed -n 's/^ *"version": "\([0-9A-Za-z.+-]*\)",*$/\1/p' build.json)}
  BUILD=${BUILD:-$(sed -n 's/^ *"build": \([0-9]*\),*$/\1/p' build.json)}
  COMMIT=${COMMIT:-$(sed -n 's/^ *"commit": "\([0-9a-z-]*\)",*$/\1/p' build.json)}
  export VERSION BUILD COMMIT
fi

# Kept inside the application's own folder: a cache of code in a world-writable place would be an invitation.
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$PWD/node_modules/.cache/compile}"

main=dist/server/src/main.js
if [ ! -f "$main" ]; then main=server/src/main.ts; fi

# Without a licence key the agent would patch every module and then give up, so it is not even loaded.
if [ -n "${NEW_RELIC_LICENSE_KEY:-}" ]; then
  export NEW_RELIC_NO_CONFIG_FILE=true
  export NEW_RELIC_APP_NAME="${NEW_RELIC_APP_NAME:-symphonia}"
  export NEW_RELIC_LOG="${NEW_RELIC_LOG:-stdout}"
  exec "$node" --import newrelic/esm-loader.mjs -r newrelic "$main"
fi
exec "$node" "$main"
