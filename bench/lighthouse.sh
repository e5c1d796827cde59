#!/bin/sh
# Lighthouse's four scores of the page for the Panel, at its desktop profile: the median of several runs.
#
#   sh bench/lighthouse.sh                  with the portal served at http://127.0.0.1:8000 (make run)
#   VRP_ADDRESS=http://127.0.0.1:8025 RUNS=5 sh bench/lighthouse.sh /panel/money/
#
# It signs in as the Panel member whom create_sign_ins made, whose password lies in var/sign-in.json (VRP_VAR
# names another folder). Lighthouse is fetched by npx, outside the project; CHROME_PATH names the browser.
# The performance score is noisy: nothing is to be gated on a single run. Exit code 1: a score is below 95.
set -eu

address="${VRP_ADDRESS:-http://127.0.0.1:8000}"
page="${1:-/panel/}"
runs="${RUNS:-3}"
kept="$(mktemp -d)"
trap 'rm -rf "$kept"' EXIT
export CHROME_PATH="${CHROME_PATH:-/usr/bin/chromium}"

cookie="$(python3 - "$address" "${VRP_VAR:-var}/sign-in.json" <<'PYTHON'
import http.cookiejar
import json
import re
import sys
import urllib.parse
import urllib.request

address, sign_ins = sys.argv[1:]
with open(sign_ins, encoding="utf-8") as file:
    member = next(one for one in json.load(file) if one["role"] == "panel_member")
jar = http.cookiejar.CookieJar()
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
door = f"{address}/accounts/login/"
form = browser.open(door).read().decode()
token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)
typed = {"login": member["username"], "password": member["password"], "csrfmiddlewaretoken": token}
browser.open(urllib.request.Request(door, urllib.parse.urlencode(typed).encode(), {"Referer": door}))
session = next((one for one in jar if one.name == "sessionid"), None)
if session is None:
    sys.exit(f"Nobody could be signed in at {address} with what {sign_ins} says.")
print(f"sessionid={session.value}")
PYTHON
)"
printf '{"Cookie": "%s"}' "$cookie" > "$kept/headers.json"

run=1
while [ "$run" -le "$runs" ]; do
    npx --yes lighthouse@12.2.3 "$address$page" --quiet --preset=desktop --output=json \
        --output-path="$kept/$run.json" --extra-headers="$kept/headers.json" \
        --chrome-flags="--headless --no-sandbox --disable-gpu"
    run=$((run + 1))
done

python3 - "$kept" <<'PYTHON'
import json
import pathlib
import statistics
import sys

reports = [json.loads(file.read_text(encoding="utf-8")) for file in pathlib.Path(sys.argv[1]).glob("[0-9]*.json")]
median = {}
for report in reports:
    for key, category in report["categories"].items():
        median.setdefault(key, []).append(round(100 * category["score"]))
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative":
            print(f"  {audit['score']:.2f} {audit['id']} {audit.get('displayValue', '')}", file=sys.stderr)
median = {key: statistics.median(scores) for key, scores in median.items()}
for key, score in median.items():
    print(f"{key:16} {score:g}")
sys.exit(min(median.values()) < 95)
PYTHON
