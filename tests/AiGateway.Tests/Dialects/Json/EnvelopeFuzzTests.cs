using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Json;

public sealed class EnvelopeFuzzTests
{
    private static readonly byte[][] s_requests = Encode(
        """{"model":"qwen-plus","messages":[{"role":"user","content":"Grüße \"you\" \\ {[😀\ud83d\ude00"}],"stream":true,"temperature":-1.5e-3}""",
        """{"stream":true,"stream_options":{"include_usage":false,"x":[{}]},"model":"a","tools":[{"type":"function","function":{"parameters":{"a":[1,2,null]}}}]}""",
        """{"model":"a","model":"a","Model":"a","conversation":{"id":"c"},"conversation":{"id":"c"},"previous_response_id":null,"stream":false}""",
        """ { "input" : [ [1 , 2] , [3] ] , "mod\u0065l" : "te\u0078t" , "dimensions" : 1024 , "user" : null } """,
        "{}");

    // No brackets inside: the strict grammar of the object itself decides alone.
    private static readonly byte[][] s_flatRequests = Encode(
        """{"model":"qwen","stream":true,"temperature":-1.5e-3,"n":0,"user":null,"stop":"a\u0041\n\\\"\/b","π":"😀"}""",
        """ { "a" : false , "b" : 12.0 , "c" : "" , "d":-0 } """,
        "{}");

    [Fact]
    public void Broken_requests_never_throw_and_are_judged_alike_at_any_split()
    {
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var body = Fuzzing.Mutate(s_requests[input % s_requests.Length], "{}[]\",:\\tfn0-.eu \r\n\u0001é"u8, random);
            var accepted = EnvelopeReader.TryRead(new ReadOnlySequence<byte>(body), out var envelope, out var fault);
            Assert.Equal(accepted, EnvelopeReader.TryRead(Segmented.Randomly(body, random), out var split, out var splitFault));
            Assert.Equal(fault, splitFault);
            Assert.Equal(Describe(envelope), Describe(split));
            if (accepted)
            {
                CheckEdits(body, envelope);
            }
            else
            {
                Assert.InRange(fault.Offset, 0, body.Length);
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    [Fact]
    public void An_object_of_scalars_is_accepted_exactly_when_System_Text_Json_accepts_it()
    {
        var random = new Random(Fuzzing.Seed);
        var accepted = 0;
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var body = Fuzzing.Mutate(s_flatRequests[input % s_flatRequests.Length], "\",:\\tfn0-.eu \r\n\u0001é"u8, random);
            if (body.AsSpan().Count((byte)'{') + body.AsSpan().Count((byte)'[') > 1)
            {
                continue;
            }

            // A fault with a parameter is the contract's, not the grammar's.
            var isObject = EnvelopeReader.TryRead(new ReadOnlySequence<byte>(body), out _, out var fault) || fault.Param is not null;
            Assert.True(isObject == IsObject(body), $"{Encoding.UTF8.GetString(body)}: {fault.Message}");
            accepted += isObject ? 1 : 0;
        }

        Assert.InRange(accepted, Fuzzing.Inputs / 100, Fuzzing.Inputs);
    }

    [Fact]
    public void What_System_Text_Json_accepts_is_accepted_and_its_model_is_the_same()
    {
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var body = Fuzzing.Mutate(s_requests[input % s_requests.Length], "{}[]\",:0 "u8, random);
            if (!IsObject(body) || !TryReadAsOthersDo(body, out var model, out var stream))
            {
                continue;
            }

            if (!EnvelopeReader.TryRead(new ReadOnlySequence<byte>(body), out var envelope, out var fault))
            {
                Assert.True(fault.Param is not null, $"{Encoding.UTF8.GetString(body)}: {fault.Message}");
                continue;
            }

            Assert.Equal(model, envelope.Model);
            Assert.Equal(stream, envelope.Stream);
        }
    }

    private static void CheckEdits(byte[] body, Envelope envelope)
    {
        if (envelope.TryAskForUsage(envelope.Stream, out var ask))
        {
            Assert.True(EnvelopeReader.TryRead(new ReadOnlySequence<byte>(Splice.Apply(body, ask)), out var asking, out var fault), fault.Message);
            Assert.True(asking.AsksForUsage);
            Assert.Equal(envelope.Model, asking.Model);
        }

        if (envelope.TrySetModel("other", out var set))
        {
            Assert.True(EnvelopeReader.TryRead(new ReadOnlySequence<byte>(Splice.Apply(body, set)), out var renamed, out var fault), fault.Message);
            Assert.Equal("other", renamed.Model);
            Assert.Equal(envelope.Stream, renamed.Stream);
        }
    }

    private static string Describe(in Envelope envelope) =>
        $"{envelope.Model} {envelope.Stream} {envelope.AsksForUsage} {envelope.RefersToStoredObjects} {envelope.ModelValue} {envelope.ModelIsRepeated} "
        + $"{envelope.FirstMember} {envelope.HasMembers} {envelope.UsageEdit?.Start} {envelope.UsageEdit?.Length}";

    private static bool TryReadAsOthersDo(byte[] body, out string? model, out bool stream)
    {
        (model, stream) = (null, false);
        using var document = JsonDocument.Parse(body);
        try
        {
            stream = document.RootElement.TryGetProperty("stream", out var flag) && flag.ValueKind == JsonValueKind.True;
            model = document.RootElement.TryGetProperty("model", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            return true;
        }
        catch (InvalidOperationException)
        {
            // A name or model that is half of a surrogate pair has no text to compare.
            return false;
        }
    }

    private static bool IsObject(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 512 });
            return document.RootElement.ValueKind == JsonValueKind.Object && Utf8.IsValid(body);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[][] Encode(params ReadOnlySpan<string> texts)
    {
        var encoded = new byte[texts.Length][];
        for (var at = 0; at < texts.Length; at++)
        {
            encoded[at] = Encoding.UTF8.GetBytes(texts[at]);
        }

        return encoded;
    }
}
