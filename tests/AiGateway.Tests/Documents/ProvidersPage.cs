using System.Globalization;
using System.Text;
using AiGateway.Dialects.Providers;
using AiGateway.Pipeline;

namespace AiGateway.Tests.Documents;

/// <summary>Writes the page on providers from the presets.</summary>
internal static class ProvidersPage
{
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            # Providers

            A provider of `gateway.yaml` names its kind as `type`; the rest of what the gateway must know follows from that. Whatever speaks OpenAI's API and is not listed is an `openai-compatible` with a `base_url`.

            ```yaml
            providers:
              deepseek: { type: deepseek, api_key: "${DEEPSEEK_API_KEY}" }
              azure: { type: azure-openai, base_url: "https://example.openai.azure.com/openai/v1", api_key: "${AZURE_KEY}" }
              gpu: { type: vllm, base_url: "http://10.0.0.7:8000/v1" }
              claude: { type: anthropic, api_key: "${ANTHROPIC_API_KEY}" }
            models:
              "*": { targets: [ { provider: deepseek } ] }
            keys:
              - { name: web, key: "${WEB_KEY}" }
            ```

            This page is written from `src/AiGateway.Dialects/Providers`, and a test compares the two. After a change there: `WRITE_DOCS=1 dotnet test --project tests/AiGateway.Tests --filter-class '*ProvidersPageTests'`.

            ## Types

            - **Key**: the header that carries it; servers that need none are marked optional.
            - **Continues**: how an answer that broke off elsewhere is gone on with. `partial`, `prefix` and `continue_final_message` are the field that says so, `trailing` means that a last assistant message is enough; – starts over. `prefill` of the provider overrides it.
            - **Usage**: whether streams tell it when asked by `stream_options`, or always, and are not asked.

            | type | provider | base URL | key | continues | usage |
            |---|---|---|---|---|---|

            """);
        Append(page, ProviderCatalogue.All.Select(preset =>
            $"| `{preset.Type}` | {preset.Name} | {(preset.BaseUrl is { } url ? $"`{url.AbsoluteUri.TrimEnd('/')}`" : HintOf(preset.BaseUrlHint!))} | {KeyOf(preset)} | {NameOf(preset.Prefill)} | {NameOf(preset.Usage)} |"));
        page.Append("""

            ## What they speak

            A request goes up as it is where the provider speaks its dialect; else it is translated into the first dialect of the row that has an operation for the same. All types that are not in the table speak `openai-chat`, at the base URL. A path that begins with a slash follows a `base_url` of one's own whose path is the type's, or that has none.

            - **Models**: how the names begin of the models that are spoken to in it; none: all that no other row names.
            - **Only**: the paths of the gateway, behind the version, that go there; none: all that the dialect has.

            `dialects` of a provider says what it speaks where that is less or more, the preferred one first: `{ type: openai-compatible, base_url: "http://10.0.0.7:8000/v1", dialects: [anthropic, openai-chat] }`. What is not in the table is then at the base URL.

            | type | dialect | at | models | only |
            |---|---|---|---|---|

            """);
        Append(page, from preset in ProviderCatalogue.All
                     where preset.Surfaces is not [{ Dialect.Name: "openai-chat", Path: null }]
                     from surface in preset.Surfaces
                     select $"| `{preset.Type}` | `{surface.Dialect.Name}` | {(surface.Path is { } path ? $"`{path}`" : "")} | {(surface.Models.Length > 0 ? $"`{surface.Models}*`" : "")} | {string.Join(", ", surface.Only.Select(operation => $"`{operation}`"))}{(surface.Vectors is { } vectors ? $"; vectors by `{vectors.Tail}`" : "")} |");
        page.Append("""

            ## Accounts at Google

            `credentials_file` names the JSON file that Google gives out for a service account (`"type": "service_account"`), relative to the folder of `gateway.yaml`. The gateway signs a statement with its key and exchanges it at the file's `token_uri` for a token, which requests carry in place of a key:

            ```yaml
            providers:
              cloud: { type: vertex, credentials_file: account.json, location: europe-west4 }   # project: that of the file
            models:
              "claude-*": { targets: [ { provider: cloud } ] }
              "gemini-*": { targets: [ { provider: cloud } ] }
            keys:
              - { name: web, key: "${WEB_KEY}" }
            ```

            Where `gcloud auth application-default login` has left a person's account on a machine (`"type": "authorized_user"`, in `~/.config/gcloud/application_default_credentials.json`), that file does too: its refresh token is exchanged for tokens, and requests name its `quota_project_id` as the project that pays (`x-goog-user-project`). A header of that name among the provider's `headers` stands in its place.

            - One exchange serves all requests. Five minutes ahead of its end the token is renewed while requests go on with the old one; only the first request of all waits for one, at most 10 s.
            - An account that the endpoint refuses counts as a refused key: the next target is asked, or the caller gets a 502 `upstream_auth_error`. After a failure there is at most one exchange a second.
            - A token that the provider refuses is replaced if it is older than a minute.
            - The exchange takes the provider's `proxy`, but neither its `tls` nor its `http_version`, for the endpoint is somebody else's.
            - When `gateway.yaml` is read again, so is the file; where it cannot be used, the old account stays.

            ## What to know

            | type | |
            |---|---|

            """);
        Append(page, ProviderCatalogue.All.Where(preset => preset.Note.Length > 0).Select(preset => $"| `{preset.Type}` | {preset.Note} |"));
        page.Append("""

            ## Paths that are elsewhere

            All paths are below the base URL but for these. They follow a `base_url` of one's own whose path is the type's, or that has none.

            | type | path of the gateway | path at the provider | |
            |---|---|---|---|

            """);
        Append(page, from preset in ProviderCatalogue.All
                     from surface in preset.Surfaces
                     from path in surface.Paths
                     select $"| `{preset.Type}` | `/v1{path.Operation}` | `{path.Path}` | {(path.WhenContinuing ? "to continue an answer" : path.WhenStreaming ? "for a stream" : "")} |");
        page.Append("""

            ## How failures are known

            The first row that fits decides: those of the type, then those of every type, then the status alone. Codes are looked for in the error's code and in its type. What a kind of failure leads to is the same for all.

            | type | status | code or type | words | kind |
            |---|---|---|---|---|

            """);
        Append(page, from presets in ProviderCatalogue.All.GroupBy(preset => preset.Signals)
                     let types = string.Join(", ", presets.Select(preset => $"`{preset.Type}`"))
                     from signal in presets.Key
                     select RowOf(types, signal));
        Append(page, CommonSignals.All.Select(signal => RowOf("every", signal)));
        Append(page,
        [
            "| every | 401, 402, 407 | | | `credential_refused` |", "| every | 403 | | | `access_denied` |", "| every | 429 | | | `throttled` |",
            "| every | 408, 409 | | | `broke` |", "| every | other 4xx | | | `caller_fault` |", "| every | all else | | | `broke` |",
        ]);
        page.Append("""

            An error within a stream, or under a 200, is looked up with the status 200; a code that is itself a status counts as that. These hide errors under a 200:

            | type | member | success |
            |---|---|---|

            """);
        Append(page, ProviderCatalogue.All.Where(preset => preset.Success is not null).Select(preset =>
            $"| `{preset.Type}` | `{(preset.Success!.Within is { } within ? within + "." : "")}{preset.Success.Member}` | {string.Join(", ", preset.Success.Good)} |"));
        page.Append("""

            ## Prices and sizes

            The program knows what these models cost and hold. They are list prices of a day, in the currency that the list was in; `price` of a model in `gateway.yaml` overrides them.

            | type | models | as of |
            |---|---|---|

            """);
        Append(page, from preset in ProviderCatalogue.All
                     let models = ModelCatalogue.NamesOf(preset.Type).Select(name => ModelCatalogue.Find(preset.Type, name)!).ToList()
                     where models.Count > 0
                     let days = models.Select(model => model.AsOf).Order(StringComparer.Ordinal).ToList()
                     select $"| `{preset.Type}` | {models.Count} | {(days[0] == days[^1] ? days[0] : $"{days[0]} to {days[^1]}")} |");
        return page.ToString();
    }

    private static void Append(StringBuilder page, IEnumerable<string> rows) => page.AppendJoin('\n', rows).Append('\n');

    private static string RowOf(string type, ErrorSignal signal) =>
        $"| {type} | {(signal.Status == 0 ? "" : signal.Status)} | {string.Join(", ", signal.Codes.Select(code => $"`{code}`"))} | {signal.Message} | `{FailureTable.Of(signal.Kind).Metric}` |";

    private static string HintOf(string hint) => hint.StartsWith("http", StringComparison.Ordinal) ? $"yours: `{hint.Split(' ')[0]}`{hint[hint.Split(' ')[0].Length..]}" : hint;

    private static string KeyOf(ProviderPreset preset)
    {
        var header = preset.Auth switch { AuthScheme.ApiKey => "`api-key`", AuthScheme.XApiKey => "`x-api-key`", AuthScheme.XGoogApiKey => "`x-goog-api-key`", _ => "`Authorization`" };
        return preset.CredentialsScope is not null ? header + ", or `credentials_file`" : preset.NeedsKey ? header : header + ", optional";
    }

    private static string NameOf(AssistantPrefill prefill) => prefill switch
    {
        AssistantPrefill.Partial => "`partial`",
        AssistantPrefill.Prefix => "`prefix`",
        AssistantPrefill.ContinueFinalMessage => "`continue_final_message`",
        AssistantPrefill.Trailing => "`trailing`",
        _ => "–",
    };

    private static string NameOf(UsageInStreams usage) => usage == UsageInStreams.Always ? "always" : "when asked";
}
