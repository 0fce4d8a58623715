#!/bin/sh
# A partner's first call: gives one lead, then the same once more, and shows both answers.
# Usage: examples/first-call.sh [URL]   with the API key in MIDCOAST_API_KEY, or with `./midcoast up` running here.
set -eu

url=${1:-http://127.0.0.1:8080}
key=${MIDCOAST_API_KEY:-$(sed -n 's/.*"apiKey": *"\([^"]*\)".*/\1/p' "$(dirname "$0")/../.midcoast/local.json")}
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
