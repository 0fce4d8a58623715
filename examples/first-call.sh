#!/bin/sh
# A partner's first call: gives one lead, then the same once more, and shows both answers.
# Usage: examples/first-call.sh         with `./midcoast up` running here
#        examples/first-call.sh URL     with the API key in MIDCOAST_API_KEY
set -eu

# What `up` tells of itself: `from_up apiKey`.
local_file=$(dirname "$0")/../.midcoast/local.json
from_up() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$local_file"; }

if [ $# -eq 0 ] && [ ! -e "$local_file" ]; then
  echo 'no Midcoast runs here: start ./midcoast up, or name a URL' >&2
  exit 3
fi
url=${1:-$(from_up url)}
key=${MIDCOAST_API_KEY:-$(from_up apiKey)}
number=$(date +%s)

give() {
  curl --silent --show-error --write-out '\n%{http_code}\n' "$url/v1/leads" \
    --header "Authorization: Bearer $key" \
    --header 'Content-Type: application/json' \
    --header "Idempotency-Key: first-call-$1" \
    --data "{\"source\":\"First call\",\"firstName\":\"Ada\",\"lastName\":\"Byron\",\"email\":\"ada.$number@byron.example\"}"
}

echo 'a lead:'
give "$number"
echo 'the same request again, by the same key: the same answer'
give "$number"
echo 'the same person again, as another lead: a duplicate'
give "$number-again"
