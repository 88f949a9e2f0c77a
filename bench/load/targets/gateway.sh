# AI Gateway: the native binary that `dotnet publish src/AiGateway -c Release` makes, with key check, limit (set high, not off), usage and log on.
# GATEWAY_CMD starts something else instead; it must listen on $GATEWAY_PORT and forward to $UPSTREAM.
URL=127.0.0.1:${GATEWAY_PORT:-8080}; KEY=${GATEWAY_KEY:-sk-test-1}; MODEL=${GATEWAY_MODEL:-gpt-4o-mini}; HEALTH=/health
GATEWAY_BINARY=${GATEWAY_BINARY:-$HERE/../../artifacts/publish/AiGateway/release/aigateway}
if [ -n "${GATEWAY_CMD:-}" ]; then
  read -r -a CMD <<<"$GATEWAY_CMD"
else
  [ -x "$GATEWAY_BINARY" ] || (cd "$HERE/../.." && dotnet publish src/AiGateway -c Release >&2) || exit 1
  CMD=(env HOST=127.0.0.1 "PORT=${URL##*:}" "TARGET_API_URL=http://$UPSTREAM/v1" TARGET_API_KEY=upstream-key "GATEWAY_API_KEYS=$KEY"
       RATE_LIMIT_REQUESTS_PER_MINUTE=100000000 "DATA_DIR=$RUN/data" "$GATEWAY_BINARY")
fi
