using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects;

public sealed class ModelListTests
{
    private static readonly ListedModel[] s_models =
        [.. new[] { "a", "org/b", "c", "d", "é" }.Select(id => new ListedModel(id, DateTimeOffset.FromUnixTimeSeconds(1_790_000_000), "provider"))];

    [Theory]
    [InlineData("", "a org/b c d é", false)]
    [InlineData("?limit=2", "a org/b", true)]
    [InlineData("?limit=5", "a org/b c d é", false)]
    [InlineData("?limit=2&after_id=org%2Fb", "c d", true)]
    [InlineData("?after_id=d&limit=2", "é", false)]
    [InlineData("?after_id=%C3%A9", "", false)]
    [InlineData("?before_id=d&limit=2", "org/b c", true)]
    [InlineData("?before_id=c&limit=2", "a org/b", false)]
    [InlineData("?before_id=a", "", false)]
    public void Anthropics_callers_go_through_a_list_part_by_part(string query, string ids, bool hasMore)
    {
        var list = Write("anthropic", query);

        Assert.Equal(ids, string.Join(' ', list["data"]!.AsArray().Select(model => (string)model!["id"]!)));
        Assert.Equal(hasMore, (bool)list["has_more"]!);
        Assert.Equal(ids.Length == 0 ? (null, null) : (ids.Split(' ')[0], ids.Split(' ')[^1]), ((string?)list["first_id"], (string?)list["last_id"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1000)]
    public void Geminis_callers_go_through_a_list_part_by_part(int size)
    {
        var seen = new List<string>();
        var token = "";
        do
        {
            var list = Write("gemini", $"?pageSize={size}&pageToken={token}");
            var names = list["models"]!.AsArray().Select(model => (string)model!["name"]!).ToList();
            Assert.InRange(names.Count, 1, size);
            seen.AddRange(names);
            token = (string?)list["nextPageToken"];
        }
        while (token is not null);

        Assert.Equal(s_models.Select(model => "models/" + model.Id), seen);
    }

    [Theory]
    [InlineData("anthropic", "?limit=0", "limit")]
    [InlineData("anthropic", "?limit=1001", "limit")]
    [InlineData("anthropic", "?limit=x", "limit")]
    [InlineData("anthropic", "?after_id=x", "after_id")]
    [InlineData("anthropic", "?before_id=x", "before_id")]
    [InlineData("anthropic", "?before_id=a&after_id=a", "before_id")]
    [InlineData("gemini", "?pageSize=-1", "pageSize")]
    [InlineData("gemini", "?pageToken=x", "pageToken")]
    [InlineData("gemini", "?pageToken=%20", "pageToken")]
    public void What_is_no_part_is_told(string dialect, string query, string where)
    {
        Assert.False(DialectOf(dialect).TryPage(s_models, query, out _, out var fault));
        Assert.Equal(where, fault.Where);
    }

    [Fact]
    public void Sizes_are_told_where_the_dialect_has_a_word_for_them()
    {
        var model = s_models[0] with { MaxInput = 1000, MaxOutput = 64 };
        var output = new ArrayBufferWriter<byte>();
        DialectOf("anthropic").WriteModel(output, model);
        Assert.Contains("\"max_input_tokens\":1000,\"max_tokens\":64", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);

        output.Clear();
        DialectOf("gemini").WriteModel(output, model);
        Assert.Contains("\"inputTokenLimit\":1000,\"outputTokenLimit\":64", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic_models_list", "models_list", """{"object":"list","data":[{"id":"m","object":"model","created":1790000000,"owned_by":"x"}]}""", "\"id\":\"m\",\"display_name\":\"m\",\"created_at\":\"2026-09-21")]
    [InlineData("gemini_models_list", "models_list", """{"data":[{"id":"m"}]}""", "\"name\":\"models/m\"")]
    [InlineData("models_list", "anthropic_models_list", """{"data":[{"type":"model","id":"m","created_at":"2026-01-02T00:00:00Z"}],"has_more":false}""", "\"id\":\"m\",\"object\":\"model\",\"created\":1767312000")]
    [InlineData("models_list", "gemini_models_list", """{"models":[{"name":"models/m","inputTokenLimit":5}]}""", "\"id\":\"m\"")]
    [InlineData("anthropic_models_list", "models_list", """[{"id":"m"}]""", "\"id\":\"m\"")]
    public void The_list_of_a_provider_of_another_dialect_is_told_in_the_callers(string caller, string target, string answer, string told)
    {
        using var translator = Operations.Translate(caller, target, "");

        Assert.Equal("", translator.Request());
        Assert.Contains(told, translator.Answer(answer), StringComparison.Ordinal);
        Assert.Null(translator.Answer("""{"error":{}}"""));
        Assert.Null(translator.Answer("{"));
    }

    [Fact]
    public void Whatever_a_list_says_nothing_throws_and_what_is_written_is_json()
    {
        (string Operation, string Sample)[] samples =
        [
            ("models_list", """{"object":"list","data":[{"id":"m\u00e9","created":1790000000,"owned_by":"x"}]}"""),
            ("anthropic_models_list", """{"data":[{"type":"model","id":"m","created_at":"2026-01-02T00:00:00Z"}]}"""),
            ("gemini_models_list", """{"models":[{"name":"models/m","inputTokenLimit":5,"outputTokenLimit":5}]}"""),
        ];
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (operation, sample) = samples[random.Next(samples.Length)];
            using var translator = Operations.Translate(samples[random.Next(samples.Length)].Operation, operation, "");
            var output = new ArrayBufferWriter<byte>();
            if (translator.TryWriteAnswer(Fuzzing.Mutate(Encoding.UTF8.GetBytes(sample), "{}[]\",:\\utfn0-.e \r\n\u0001\u00e9d8"u8, random), output))
            {
                using var _ = JsonDocument.Parse(output.WrittenMemory);
            }
        }
    }

    private static Dialect DialectOf(string name) => DialectCatalogue.All.Single(dialect => dialect.Name == name);

    private static JsonNode Write(string dialect, string query)
    {
        Assert.True(DialectOf(dialect).TryPage(s_models, query, out var page, out var fault), fault.Message);
        var output = new ArrayBufferWriter<byte>();
        DialectOf(dialect).WriteModels(output, page);
        return JsonNode.Parse(output.WrittenSpan)!;
    }
}
