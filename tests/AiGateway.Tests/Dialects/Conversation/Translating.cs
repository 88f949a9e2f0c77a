using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Conversation;

/// <summary>Translates as the gateway would: read by one dialect's codecs, written by another's.</summary>
internal static class Translating
{
    /// <summary>What writers are told.</summary>
    public static readonly AnswerContext Context = new("fallback", "fallback-model", 1_790_000_000, WantsUsage: true);

    /// <summary>The codecs of a dialect.</summary>
    public static DialectCodecs Codecs(string name) => DialectCodecs.All.Single(codecs => codecs.Name == name);

    /// <summary>Translates a request, and says what was dropped.</summary>
    public static (string Json, IReadOnlyList<string> Dropped) Request(string json, DialectCodecs from, DialectCodecs to, RequestRules? rules = null)
    {
        Assert.True(from.Request.TryRead(Encoding.UTF8.GetBytes(json), out var request, out var fault), $"{fault.Where}: {fault.Message}");
        return Write(request, from, to, rules);
    }

    /// <summary>Writes a request, and says what was dropped.</summary>
    public static (string Json, IReadOnlyList<string> Dropped) Write(ConversationRequest request, DialectCodecs from, DialectCodecs to, RequestRules? rules = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = new DroppedFields(from.Request.Fields);
        to.Request.Write(output, request, rules ?? RequestRules.Default, dropped);
        return (Encoding.UTF8.GetString(output.WrittenSpan), dropped.Names);
    }

    /// <summary>What is wrong with a request.</summary>
    public static TranslationFault Fault(string json, DialectCodecs from)
    {
        Assert.False(from.Request.TryRead(Encoding.UTF8.GetBytes(json), out _, out var fault));
        return fault;
    }

    /// <summary>Translates an answer.</summary>
    public static string Answer(string json, DialectCodecs from, DialectCodecs to)
    {
        Assert.True(from.Answer.TryRead(Encoding.UTF8.GetBytes(json), out var answer));
        return WriteAnswer(answer, to);
    }

    /// <summary>Writes an answer.</summary>
    public static string WriteAnswer(ConversationAnswer answer, DialectCodecs to)
    {
        var output = new ArrayBufferWriter<byte>();
        to.Answer.Write(output, answer, Context);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Translates a stream that arrives in reads of the given sizes.</summary>
    public static string Stream(string stream, DialectCodecs from, DialectCodecs to, IReadOnlyList<int>? reads = null, AnswerContext? context = null)
    {
        var reader = from.Stream.OpenReader();
        using var writer = to.Stream.OpenWriter(context ?? Context);
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), reads ?? [int.MaxValue / 2]))
        {
            reader.Read(serverSentEvent, writer);
        }

        var isWhole = reader.Finish(writer);
        return Encoding.UTF8.GetString(writer.Output.WrittenSpan) + (isWhole ? "" : "BROKEN\n");
    }

    /// <summary>JSON is the same whatever the order of its members and the spelling of its strings.</summary>
    public static void AssertSameJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\nactual   {actual}");

    /// <summary>A JSON string of a text.</summary>
    public static JsonString Text(string text) => JsonString.Of(text);
}
