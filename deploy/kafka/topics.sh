#!/bin/bash
# Creates the topics that are not there yet, one a line of topics.txt: name, partitions, retention in
# milliseconds, and the largest record in bytes where it is not the broker's own.
set -euo pipefail

while read -r name partitions retention largest; do
  [[ -n "$name" && "$name" != "#"* ]] || continue
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$1" --create --if-not-exists --topic "$name" \
    --partitions "$partitions" --replication-factor "${2:-1}" --config "retention.ms=$retention" \
    --config segment.ms=3600000 \
    ${largest:+--config "max.message.bytes=$largest"}
done <"$(dirname "$0")/topics.txt"
