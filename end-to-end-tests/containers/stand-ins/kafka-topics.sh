#!/bin/bash
read -ra options <<<"${KAFKA_HEAP_OPTS:-} ${KAFKA_JVM_PERFORMANCE_OPTS:-}"
exec java "${options[@]}" -cp '/opt/kafka/libs/*' org.apache.kafka.tools.TopicCommand "$@"
