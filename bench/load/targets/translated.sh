# The gateway as "gateway" starts it, called by a client of Anthropic Messages while the upstream speaks OpenAI Chat: what translation costs.
# Its requests are those of "gateway", byte for byte; compare the two.
GATEWAY_PORT=${TRANSLATED_PORT:-8082} . targets/gateway.sh
CHAT=/v1/messages; HDRS=('anthropic-version: 2023-06-01')
