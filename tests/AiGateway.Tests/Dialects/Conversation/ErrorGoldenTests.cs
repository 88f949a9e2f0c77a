using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Providers;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class ErrorGoldenTests
{
    private static readonly GoldenFiles s_errors = new("Errors", "json");

    public static TheoryData<string, string, string> Errors { get; } = [.. s_errors.Pairs()];

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_becomes_what_its_file_says(string name, string from, string to)
    {
        using var source = JsonDocument.Parse(s_errors.Read(name, from));
        var status = source.RootElement.GetProperty("status").GetInt32();
        var body = Encoding.UTF8.GetBytes(source.RootElement.GetProperty("body").GetRawText());

        var error = Translating.Codecs(from).Error.Read(status, ErrorFacts.Read(new ReadOnlySequence<byte>(body)), "req_1");
        var output = new ArrayBufferWriter<byte>();
        Translating.Codecs(to).Error.Write(output, error);

        var written = new JsonObject { ["status"] = error.Status, ["body"] = JsonNode.Parse(output.WrittenSpan) };
        s_errors.Check(name, from, to, written.ToJsonString(), Translating.AssertSameJson);
    }
}
