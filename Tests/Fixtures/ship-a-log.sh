#!/bin/sh
# Ships a log to OnRecord as it grows, each line unchanged. Needs tail and curl, and these three settings:
#   LOG     the file, which may be rotated
#   HEADER  a file that holds `Authorization: Bearer TOKEN`, so that the token stands in no process list
#   INTAKE  OnRecord's intake, such as http://127.0.0.1:8081/in/ndjson
tail -n +1 -F "$LOG" | while IFS= read -r line; do
    printf '%s\n' "$line" | curl -fsS --retry 10 --retry-connrefused -o /dev/null -H "@$HEADER" --data-binary @- "$INTAKE"
done
