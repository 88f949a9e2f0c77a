using System.Text;
using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

/// <summary>Every field that a caller has a word for, from every dialect to every other: it arrives, or the caller is told, as the table of the target says.</summary>
public sealed class FieldJourneyTests
{
    // What callers can say and nobody writes: the dialect has a word for it, and does not take it as a target.
    private static readonly Dictionary<(string Dialect, ConversationField Field), string> s_words = new()
    {
        [("openai-chat", ProviderFile)] = """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""",
        [("openai-chat", CallSignature)] = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"G"}}}]},{"role":"tool","tool_call_id":"c","content":"x"}]}""",
        [("openai-chat", SignedReasoning)] = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","thinking_blocks":[{"type":"thinking","thinking":"Hm","signature":"S"}]},{"role":"user","content":"c"}]}""",
        [("openai-chat", SealedReasoning)] = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","thinking_blocks":[{"type":"redacted_thinking","data":"D"}]},{"role":"user","content":"c"}]}""",
        [("openai-chat", Citations)] = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":1,"url":"https://e.com","title":"t"}}]},{"role":"user","content":"c"}]}""",
        [("openai-chat", CacheMarkers)] = """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}]}""",
        [("openai-chat", ReasoningBudget)] = """{"model":"m","messages":[{"role":"user","content":"a"}],"thinking_budget":2048}""",
        [("openai-chat", TopK)] = """{"model":"m","messages":[{"role":"user","content":"a"}],"top_k":5}""",
        [("openai-responses", ProviderFile)] = """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""",
        [("openai-responses", Reasoning)] = """{"model":"m","input":[{"role":"user","content":"a"},{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""",
        [("openai-responses", Citations)] = """{"model":"m","input":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"output_text","text":"b","annotations":[{"type":"url_citation","start_index":0,"end_index":1,"url":"https://e.com","title":"t"}]}]},{"role":"user","content":"c"}]}""",
        [("anthropic", LaterInstructions)] = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"system","content":"b"},{"role":"user","content":"c"}]}""",
        [("anthropic", ProviderFile)] = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"file-1"}}]}]}""",
        [("anthropic", Reasoning)] = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":""},{"type":"text","text":"b"}]},{"role":"user","content":"c"}]}""",
        [("anthropic", Citations)] = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"b","citations":[{"type":"web_search_result_location","url":"https://e.com","title":"t","cited_text":"q","encrypted_index":"i"}]}]},{"role":"user","content":"c"}]}""",
        [("gemini", ServiceTier)] = """{"contents":[{"role":"user","parts":[{"text":"a"}]}],"serviceTier":"flex"}""",
        [("gemini", Metadata)] = """{"contents":[{"role":"user","parts":[{"text":"a"}]}],"labels":{"a":"b"}}""",
        [("gemini", Modalities)] = """{"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{"responseModalities":["AUDIO"]}}""",
        [("gemini", Voice)] = """{"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{"speechConfig":{"voiceConfig":{}}}}""",
    };

    public static TheoryData<string, string, string> Journeys { get; } =
    [
        .. from source in DialectCodecs.All
           from target in DialectCodecs.All
           where source != target
           from field in Enum.GetValues<ConversationField>()
           where source.Request.Fields[field].Name is not null
           select (source.Name, target.Name, field.ToString()),
    ];

    [Theory]
    [MemberData(nameof(Journeys))]
    public void A_field_arrives_or_is_told_as_the_table_says(string from, string to, string fieldName)
    {
        var field = Enum.Parse<ConversationField>(fieldName);
        var (source, target) = (Codecs(from), Codecs(to));
        Assert.True(source.Request.TryRead(Encoding.UTF8.GetBytes(SampleOf(source, field)), out var request, out var fault), $"{fault.Where}: {fault.Message}");

        var (_, dropped) = Write(request, source, target);

        // What only its own dialect has a form for is not read, and told like members that nobody knows.
        var isDropped = !FieldScan.Of(request)[(int)field] || IsDropped(field, source, target);
        Assert.Equal(isDropped, dropped.Contains(source.Request.Fields[field].Name!));
    }

    // What is signed or sealed for one family is of no use to another.
    private static bool IsDropped(ConversationField field, DialectCodecs source, DialectCodecs target) => field switch
    {
        SealedReasoning => target.Name != "anthropic" || source.Name != "openai-chat",
        SignedReasoning when target.Name is "anthropic" or "openai-responses" => target.Name != "anthropic" || source.Name != "openai-chat",
        _ => target.Request.Fields[field].Disposition == Disposition.Dropped,
    };

    private static string SampleOf(DialectCodecs source, ConversationField field)
    {
        if (s_words.TryGetValue((source.Name, field), out var written))
        {
            return written;
        }

        var (json, dropped) = Write(FieldSamples.Of(field, FamilyOf(source.Name)).With, source, source);
        Assert.Empty(dropped);
        return json;
    }

    private static DialectFamily FamilyOf(string dialect) => dialect switch
    {
        "anthropic" => DialectFamily.Anthropic,
        "gemini" => DialectFamily.Gemini,
        _ => DialectFamily.OpenAiResponses,
    };
}
