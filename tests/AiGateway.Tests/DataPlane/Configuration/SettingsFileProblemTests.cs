namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SettingsFileProblemTests
{
    // Each on line 4, behind what every file needs.
    [Theory]
    [InlineData("servre: {}", "1: there is no field 'servre'. Did you mean 'server'?")]
    [InlineData("budget: {}", "1: there is no field 'budget'")]
    [InlineData("server:", "8: server: has no value: give it one, or leave it out")]
    [InlineData("server: 1", "9: server: is a single value, not a group of fields. Its fields are port, bind, cors, limits, trusted_proxies, tls, shutdown, stream_keepalive, stored_responses, shared_account_objects")]
    [InlineData("server: { prot: 1 }", "11: server: there is no field 'prot'. Did you mean 'port'?")]
    [InlineData("server: { port: 99999 }", "17: server.port: \"99999\" is not allowed. Allowed: 0 to 65535")]
    [InlineData("server: { port: \"${PORT_OF_IT}\" }", "17: server.port: \"${PORT_OF_IT}\" is not a whole number. Allowed: 0 to 65535")]
    [InlineData("server: { port: [1] }", "17: server.port: is a list, not a single value. Allowed: 0 to 65535")]
    [InlineData("server: { bind: localhost }", "17: server.bind: \"localhost\" is not an IP address. Allowed: an IP address, such as 127.0.0.1, 0.0.0.0 or [::1]")]
    [InlineData("server: { cors: { origins: [\"*\", \"https://a.example\"] } }", "28: server.cors.origins: has an entry (\"*\") that can only stand alone. Allowed: a list of origins such as https://app.example.com, or [\"*\"], or [\"none\"]")]
    [InlineData("server: { trusted_proxies: [ 10.0.0.0/8, 10.1.0.0/8 ] }", "42: server.trusted_proxies[1]: has an entry (\"10.1.0.0/8\") that is not the first address of its network: write 10.0.0.0/8. Allowed: a list of networks and addresses, such as 10.0.0.0/8")]
    [InlineData("server: { trusted_proxies: 10.0.0.0/8 }", "28: server.trusted_proxies: is a single value, not a list")]
    [InlineData("server: { limits: { request_body: 3XB } }", "35: server.limits.request_body: \"3XB\" has a unit that is not known. Allowed: a size from 1 to 1GiB")]
    [InlineData("server: { limits: { buffered: 100% } }", "31: server.limits.buffered: \"100%\" is not allowed. Allowed: 1% to 90% of the memory, or a size from 1MiB to 1024GiB")]
    [InlineData("server: { limits: { connections: 0 } }", "34: server.limits.connections: \"0\" is not allowed. Allowed: 1 to 1000000")]
    [InlineData("server: { shutdown: { delay: 5 } }", "30: server.shutdown.delay: \"5\" has no unit: write it like 10s or 500ms. Allowed: a duration from 0s to 24h")]
    [InlineData("server: { stream_keepalive: 10ms }", "29: server.stream_keepalive: \"10ms\" is too small. Allowed: off, or a duration from 1s to 1h")]
    [InlineData("server: { tls: { cert: nowhere.pem } }", "16: server.tls: 'key' is missing", "24: server.tls.cert: \"nowhere.pem\" is not there, or is not a file that may be seen. Allowed: the path of a file, relative to the folder of this file")]
    [InlineData("server: { shared_account_objects: yes }", "35: server.shared_account_objects: \"yes\" is not allowed. Allowed: true or false")]
    [InlineData("limits: { rpm: -1 }", "16: limits.rpm: \"-1\" is not allowed. Allowed: 0 to 2147483647")]
    [InlineData("limits: { tpm: 1 }", "11: limits: there is no field 'tpm'. Did you mean 'rpm'?")]
    [InlineData("telemetry: { log: { level: loud } }", "28: telemetry.log.level: \"loud\" is not allowed. Allowed: trace, debug, info, warn, warning, error, fatal, panic")]
    [InlineData("telemetry: { otlp: {} }", "14: telemetry: there is no field 'otlp'")]
    [InlineData("defaults: { retry: { attempts: 11 } }", "32: defaults.retry.attempts: \"11\" is not allowed. Allowed: 0 to 10")]
    [InlineData("defaults: { timeout: { total: 25h } }", "31: defaults.timeout.total: \"25h\" is too large. Allowed: off, or a duration from 1ms to 24h")]
    [InlineData("defaults: { breaker: { window: 1ms } }", "32: defaults.breaker.window: \"1ms\" is too small. Allowed: a duration from 1s to 1h")]
    [InlineData("defaults: { on_stream_break: ignore }", "30: defaults.on_stream_break: \"ignore\" is not allowed. Allowed: continue, error")]
    [InlineData("defaults: { hedge: off }", "13: defaults: there is no field 'hedge'")]
    public void Of_a_section_is_told_with_its_place(string line, params string[] problems) =>
        Assert.Equal(problems.Select(problem => $"gateway.yaml:4:{problem}"), GatewayFile.Problems(GatewayFile.Minimum + line, ("PORT_OF_IT", "m4rk")));

    [Theory]
    [InlineData("{ type: opnai, api_key: x }", "13: providers.p.type: \"opnai\" is not a known type. Did you mean 'openai'? Allowed: the type of a provider, such as dashscope, openai or openai-compatible")]
    [InlineData("{ api_key: x }", "5: providers.p: 'type' is missing")]
    [InlineData("{ type: openai }", "5: providers.p.api_key: is missing or empty: a provider of type 'openai' needs a key")]
    [InlineData("{ type: openai, api_key: \"${NONE:-}\" }", "30: providers.p.api_key: is missing or empty: a provider of type 'openai' needs a key")]
    [InlineData("{ type: openai, api_key: \"${NONE}\" }", "30: providers.p.api_key: the variable NONE is not set; set it, or write ${NONE:-default}")]
    [InlineData("{ type: openai, api_key: \"m4rk m4rk\" }", "30: providers.p.api_key: has a blank or a character that is not printable ASCII. Allowed: a key: printable ASCII without blanks, up to 512 characters")]
    [InlineData("{ type: openai, api_key: a, api_keys: [b] }", "43: providers.p.api_keys: stands beside api_key. Allowed: one of the two")]
    [InlineData("{ type: openai, api_keys: [] }", "31: providers.p.api_keys: is an empty list; at least one item is needed")]
    [InlineData("{ type: openai, api_keys: [a, {key: a}] }", "35: providers.p.api_keys[1]: is a key that stands in the list before")]
    [InlineData("{ type: openai, api_keys: [\"\"] }", "32: providers.p.api_keys[0]: is an empty key")]
    [InlineData("{ type: openai, api_keys: [{weight: 2}] }", "32: providers.p.api_keys[0]: 'key' is missing")]
    [InlineData("{ type: openai, api_keys: [{key: a, weight: 0}] }", "49: providers.p.api_keys[0].weight: \"0\" is not allowed. Allowed: 1 to 1000000")]
    [InlineData("{ type: openai-compatible }", "5: providers.p.base_url: is missing: the type 'openai-compatible' has none of its own. It is like https://host/v1")]
    [InlineData("{ type: openai, api_key: x, base_url: \"https://u:m4rk@h/v1\" }", "43: providers.p.base_url: has user info. Allowed: an absolute http or https URL without user info, query and fragment")]
    [InlineData("{ type: openai, api_key: x, base_url: \"https://h/v1/chat/completions\" }", "43: providers.p.base_url: names an operation, not the base URL: leave out /chat/completions at its end, the gateway appends it. Allowed: an absolute http or https URL without user info, query and fragment")]
    [InlineData("{ type: openai, api_key: x, headers: { Host: a } }", "44: providers.p.headers.Host: is a header that the gateway sets itself")]
    [InlineData("{ type: openai, api_key: x, headers: { \"a b\": a } }", "44: providers.p.headers.\"a b\": is not a header's name")]
    [InlineData("{ type: openai, api_key: x, headers: { a: \"m4rk\\n\" } }", "47: providers.p.headers.a: is not a header's value. Allowed: a text without control characters, up to 8192 characters")]
    [InlineData("{ type: openai, api_key: x, forward_headers: [X-Api-Key] }", "51: providers.p.forward_headers[0]: \"X-Api-Key\" is a header that carries the caller's credentials or address, or is meant for the gateway, and never goes up. Allowed: the name of a header that carries no credentials")]
    [InlineData("{ type: openai, api_key: x, forward_headers: [cookie] }", "51: providers.p.forward_headers[0]: \"cookie\" is a header that carries the caller's credentials or address, or is meant for the gateway, and never goes up. Allowed: the name of a header that carries no credentials")]
    [InlineData("{ type: openai, api_key: x, proxy: \"ftp://m4rk\" }", "40: providers.p.proxy: is not a proxy. Allowed: none, environment, or an http, https or socks5 URL")]
    [InlineData("{ type: openai, api_key: x, tls: { cert: nowhere.pem, key: nowhere.pem } }", "46: providers.p.tls.cert: \"nowhere.pem\" is not there, or is not a file that may be seen. Allowed: the path of a file, relative to the folder of this file", "64: providers.p.tls.key: \"nowhere.pem\" is not there, or is not a file that may be seen. Allowed: the path of a file, relative to the folder of this file")]
    [InlineData("{ type: openai, api_key: x, http_version: 3 }", "47: providers.p.http_version: \"3\" is not allowed. Allowed: 1.1 or 2")]
    [InlineData("{ type: openai, api_key: x, connections: 0 }", "46: providers.p.connections: \"0\" is not allowed. Allowed: 1 to 100000")]
    [InlineData("{ type: openai, api_key: x, max_concurrent: many }", "49: providers.p.max_concurrent: \"many\" is not a whole number. Allowed: 1 to 1000000")]
    [InlineData("{ type: openai, api_key: x, prefill: always }", "42: providers.p.prefill: \"always\" is not allowed. Allowed: none, partial, prefix, continue_final_message, trailing")]
    [InlineData("{ type: openai-compatible, base_url: \"https://h/v1\", dialects: [] }", "68: providers.p.dialects: is an empty list; at least one item is needed")]
    [InlineData("{ type: openai-compatible, base_url: \"https://h/v1\", dialects: [antropic] }", "69: providers.p.dialects[0]: \"antropic\" is not allowed. Allowed: openai-chat, openai-responses, anthropic, gemini")]
    [InlineData("{ type: openai-compatible, base_url: \"https://h/v1\", dialects: [gemini, anthropic, gemini] }", "88: providers.p.dialects[2]: stands in the list before")]
    [InlineData("{ type: anthropic, api_key: x, api_version: \"a b\" }", "49: providers.p.api_version: \"a b\" is not a version. Allowed: a version as the provider writes it, such as 2024-10-21")]
    [InlineData("{ type: openai, api_key: x, api_version: 2024-10-21 }", "46: providers.p.api_version: has no use: requests to a provider of type 'openai' name no version")]
    [InlineData("{ type: vertex, api_key: x }", "5: providers.p.project: is missing: the address of type 'vertex' is made of it, and no credentials_file says it", "5: providers.p.location: is missing: the address of type 'vertex' is made of it")]
    [InlineData("{ type: vertex, project: p, location: global }", "5: providers.p.api_key: is missing or empty: a provider of type 'vertex' needs a key, or a credentials_file")]
    [InlineData("{ type: vertex, api_key: x, project: P, location: a/b }", "42: providers.p.project: \"P\" is not a project. Allowed: the id of a project, such as my-project-1", "55: providers.p.location: \"a/b\" is not a location. Allowed: a location, such as europe-west4 or global")]
    [InlineData("{ type: vertex, api_key: x, base_url: \"https://h/v1\", location: global }", "69: providers.p.location: stands beside base_url, which says it already")]
    [InlineData("{ type: openai, api_key: x, project: p }", "42: providers.p.project: has no use: the address of type 'openai' is not made of it")]
    [InlineData("{ type: vertex, project: p, location: global, credentials_file: nowhere.json }", "69: providers.p.credentials_file: \"nowhere.json\" is not there, or is not a file that may be seen. Allowed: the path of a file, relative to the folder of this file")]
    [InlineData("{ type: vertex, project: p, location: global, credentials_file: gateway.yaml }", "69: providers.p.credentials_file: cannot be used: the file holds no JSON object")]
    [InlineData("{ type: vertex, project: p, location: global, api_key: x, credentials_file: gateway.yaml }", "81: providers.p.credentials_file: stands beside a key. Allowed: one of the two")]
    [InlineData("{ type: openai, credentials_file: gateway.yaml }", "39: providers.p.credentials_file: has no use: a provider of type 'openai' takes keys")]
    public void Of_a_provider_is_told_with_its_place(string provider, params string[] problems)
    {
        var yaml = $$"""
            models: { "*": { targets: [ { provider: p } ] } }
            keys: [ { key: sk-k } ]
            providers:
             p: {{provider}}
            """;

        Assert.Equal(problems.Select(problem => $"gateway.yaml:4:{problem}"), GatewayFile.Problems(yaml));

    }

    [Theory]
    [InlineData("{}", "5: models.m: 'targets' is missing")]
    [InlineData("{ targets: [] }", "16: models.m.targets: is an empty list; at least one item is needed")]
    [InlineData("{ targets: [ {} ] }", "18: models.m.targets[0]: 'provider' is missing")]
    [InlineData("{ targets: [ { provider: dashcope } ] }", "30: models.m.targets[0].provider: there is no provider 'dashcope'. Did you mean 'dashscope'?")]
    [InlineData("{ targets: [ { provider: nobody } ] }", "30: models.m.targets[0].provider: there is no provider 'nobody'")]
    [InlineData("{ targets: [ { provider: dashscope, weight: 0 } ] }", "49: models.m.targets[0].weight: \"0\" is not allowed. Allowed: 1 to 1000000")]
    [InlineData("{ targets: [ { provider: dashscope, priority: 1001 } ] }", "51: models.m.targets[0].priority: \"1001\" is not allowed. Allowed: 0 to 1000")]
    [InlineData("{ targets: [ { provider: dashscope, model: \"a b\" } ] }", "48: models.m.targets[0].model: \"a b\" is not a model's name. Allowed: a model's name, up to 256 characters of printable ASCII without blanks")]
    [InlineData("{ targets: [ { provider: dashscope }, { provider: dashscope, weight: 2 } ] }", "43: models.m.targets[1]: is the same target as another of the list; give one of them more weight instead")]
    [InlineData("{ targets: [ { provider: dashscope } ], strategy: wieghted }", "55: models.m.strategy: \"wieghted\" is not allowed. Allowed: weighted, round-robin, least-busy, lowest-latency, lowest-cost, hash")]
    [InlineData("{ targets: [ { provider: dashscope } ], hash: { on: user } }", "51: models.m.hash: means nothing unless the strategy is hash")]
    [InlineData("{ targets: [ { provider: dashscope } ], fallbacks: [ qwen-tubro ] }", "58: models.m.fallbacks[0]: there is no model 'qwen-tubro'. Did you mean 'qwen-turbo'?")]
    [InlineData("{ targets: [ { provider: dashscope } ], fallbacks: [ gpt-5 ] }", "58: models.m.fallbacks[0]: only the wildcard 'gpt-*' matches 'gpt-5'; give it an entry of its own")]
    [InlineData("{ targets: [ { provider: dashscope } ], fallbacks: [ \"gpt-*\" ] }", "58: models.m.fallbacks[0]: 'gpt-*' is a wildcard; a fallback is one model")]
    [InlineData("{ targets: [ { provider: dashscope } ], fallbacks: [ m ] }", "58: models.m.fallbacks[0]: is the model itself")]
    [InlineData("{ targets: [ { provider: dashscope } ], context_fallbacks: [ qwen-turbo, qwen-turbo ] }", "78: models.m.context_fallbacks[1]: names 'qwen-turbo' a second time")]
    [InlineData("{ targets: [ { provider: dashscope } ], hedge: on }", "52: models.m.hedge: \"on\" is not allowed. Allowed: off")]
    [InlineData("{ targets: [ { provider: dashscope } ], hedge: {} }", "52: models.m.hedge: 'after' is missing")]
    [InlineData("{ targets: [ { provider: dashscope } ], hedge: { after: p99 } }", "61: models.m.hedge.after: \"p99\" is not a duration. Allowed: p95, or a duration from 1ms to 1h")]
    [InlineData("{ targets: [ { provider: dashscope } ], price: { input: 1 } }", "52: models.m.price: 'output' is missing")]
    [InlineData("{ targets: [ { provider: dashscope } ], price: { input: -1, output: 1 } }", "61: models.m.price.input: \"-1\" is not a number. Allowed: a number from 0 to 1000000, up to 9 digits behind the point")]
    [InlineData("{ targets: [ { provider: dashscope } ], price: { input: 1, output: 0.0000000001 } }", "72: models.m.price.output: \"0.0000000001\" has more than 9 digits behind the point. Allowed: a number from 0 to 1000000, up to 9 digits behind the point")]
    [InlineData("{ targets: [ { provider: dashscope } ], price: { input: 1, output: 1, currency: usd } }", "85: models.m.price.currency: \"usd\" is not a currency. Allowed: an ISO 4217 code, such as USD or CNY")]
    public void Of_a_model_is_told_with_its_place(string model, params string[] problems)
    {
        var yaml = $$"""
            providers: { dashscope: { type: dashscope, api_key: sk-d } }
            keys: [ { key: sk-k } ]
            models:
             m: {{model}}
             qwen-turbo: { targets: [ { provider: dashscope } ] }
             gpt-*: { targets: [ { provider: dashscope } ] }
            """;

        Assert.Equal(problems.Select(problem => $"gateway.yaml:4:{problem}"), GatewayFile.Problems(yaml));
    }

    [Theory]
    [InlineData("{}", "4: keys[0].key: is missing. Allowed: key or key_sha256")]
    [InlineData("{ key: a, key_sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }", "11: keys[0].key: stands beside key_sha256. Allowed: one of the two")]
    [InlineData("{ key: \"\" }", "11: keys[0].key: is empty. Allowed: a key: printable ASCII without blanks and commas, 1 to 512 characters")]
    [InlineData("{ key: \"m4rk,m4rk\" }", "11: keys[0].key: has a comma: each key is an entry of its own. Allowed: a key: printable ASCII without blanks and commas, 1 to 512 characters")]
    [InlineData("{ key_sha256: 9f86d0 }", "18: keys[0].key_sha256: is not 64 hex digits. Allowed: the SHA-256 of a key, 64 hex digits")]
    [InlineData("{ key: sk-other }", "11: keys[1].key: is the same key as another entry's")]
    [InlineData("{ key: a, name: other }", "27: keys[1].name: there is another key named 'other'")]
    [InlineData("{ key: a, name: \" x\" }", "20: keys[0].name: \" x\" is not a key's name: 1 to 64 characters without control characters. Allowed: 1 to 64 characters without control characters")]
    [InlineData("{ key: a, models: [\"q*n\"] }", "23: keys[0].models[0]: \"q*n\" has a * that is not at its end: a wildcard is a prefix with * behind it. Allowed: a model's name, or a prefix that ends in *")]
    [InlineData("{ key: a, models: [] }", "22: keys[0].models: is an empty list; at least one item is needed")]
    [InlineData("{ key: a, expires: tomorrow }", "23: keys[0].expires: \"tomorrow\" is not a day or an instant. Allowed: a day (2027-01-01, from midnight UTC on) or an instant (2027-01-01T08:00:00Z)")]
    [InlineData("{ key: a, limits: { concurrent: 0 } }", "36: keys[0].limits.concurrent: \"0\" is not allowed. Allowed: 1 to 1000000")]
    [InlineData("{ key: a, limits: { tpm: 0 } }", "24: keys[0].limits: there is no field 'tpm'. Did you mean 'rpm'?")]
    public void Of_a_key_is_told_with_its_place(string key, params string[] problems)
    {
        var yaml = $$"""
            providers: { p: { type: openai, api_key: sk-p } }
            models: { "*": { targets: [ { provider: p } ] } }
            keys:
             - {{key}}
             - { key: sk-other, name: other }
            """;

        Assert.Equal(problems, GatewayFile.Problems(yaml).Select(problem => problem.Replace("gateway.yaml:4:", "").Replace("gateway.yaml:5:", "")));
    }

    [Theory]
    [InlineData("\"bad name\": { type: simulated }", "providers.\"bad name\": is not a provider's name: 1 to 64 letters, digits, -, _ and .")]
    [InlineData("\"\": { type: simulated }", "providers.\"\": is not a provider's name: 1 to 64 letters, digits, -, _ and .")]
    public void A_provider_has_a_plain_name(string provider, string problem) =>
        Assert.Equal([$"gateway.yaml:2:3: {problem}"], GatewayFile.Problems($"providers:\n  {provider}\n  p: {{ type: simulated }}\n" + "models: { m: { targets: [ { provider: p } ] } }\nkeys: [ { key: k } ]\n"));

    [Theory]
    [InlineData("\"a*b\"", "models.a*b: has a * that is not at its end: a wildcard is a prefix with * behind it")]
    [InlineData("\"**\"", "models.**: has a * that is not at its end: a wildcard is a prefix with * behind it")]
    [InlineData("\"a b\"", "models.\"a b\": is not a model's name: 1 to 256 characters of printable ASCII without blanks")]
    public void A_model_has_a_plain_name(string name, string problem) =>
        Assert.Equal([$"gateway.yaml:3:3: {problem}"], GatewayFile.Problems($"providers: {{ p: {{ type: simulated }} }}\nmodels:\n  {name}: {{ targets: [ {{ provider: p }} ] }}\nkeys: [ {{ key: k }} ]\n"));

    [Fact]
    public void All_are_told_at_once_in_the_order_of_the_file_and_beside_those_of_the_environment()
    {
        var problems = GatewayFile.Problems("limits: { rpm: x }\nserver: { port: x }\nproviders: { p: { type: x } }\nproviders: {}\n", ("LOG_LEVEL", "x"));

        Assert.Equal(["LOG_LEVEL", "gateway.yaml:1:16", "gateway.yaml:2:17", "gateway.yaml:3:25", "gateway.yaml:4:1"], problems.Where(line => !line.Contains("is missing")).Select(line => line[..line.IndexOf(": ")]));
    }

    [Fact]
    public void A_hundred_are_told_and_how_many_more_there_are()
    {
        var problems = GatewayFile.Problems(GatewayFile.Minimum + string.Concat(Enumerable.Range(0, 150).Select(i => $"x{i}: 1\n")));

        Assert.Equal(101, problems.Count);
        Assert.Equal("gateway.yaml: and 50 more", problems[^1]);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        Assert.Equal(["gateway.yaml: is larger than 4MiB"], GatewayFile.Problems(new string('#', (4 << 20) + 1)));
}
