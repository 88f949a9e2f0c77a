using System.Buffers;
using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Json;

public sealed class EnvelopeReaderTests
{
    [Fact]
    public void What_the_gateway_decides_by_is_read()
    {
        var envelope = Accept("""{"messages":[{"model":"inner","stream":false}],"model":"qwen-plus","stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal("qwen-plus", envelope.Model);
        Assert.True(envelope.Stream);
        Assert.True(envelope.AsksForUsage);
        Assert.False(envelope.RefersToStoredObjects);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" \r\n\t{ } \n")]
    [InlineData("""{"stream":null}""")]
    [InlineData("""{"stream":false,"previous_response_id":null,"conversation":null}""")]
    public void What_is_missing_or_null_is_not_there(string body)
    {
        var envelope = Accept(body);
        Assert.Null(envelope.Model);
        Assert.False(envelope.Stream);
        Assert.False(envelope.AsksForUsage);
        Assert.False(envelope.RefersToStoredObjects);
    }

    [Theory]
    [InlineData("""{"previous_response_id":"resp_1"}""")]
    [InlineData("""{"conversation":{"id":"conv_1"}}""")]
    public void References_to_stored_objects_are_noticed(string body) => Assert.True(Accept(body).RefersToStoredObjects);

    [Theory]
    [InlineData("""{"mod\u0065l":"a"}""", "a")]
    [InlineData("""{"model":"\u0061\/\"\\"}""", "a/\"\\")]
    [InlineData("""{"model":"通义\ud83d\ude00"}""", "通义😀")]
    public void Escapes_are_undone_in_names_and_model(string body, string model) => Assert.Equal(model, Accept(body).Model);

    [Theory]
    [InlineData("""{"model":"a","model":"a"}""")]
    [InlineData("""{"model":"a","Model":"a"}""")]
    [InlineData("""{"stream":true,"stream":true}""")]
    [InlineData("""{"conversation":{"id":[1]},"conversation":{"id":[1]}}""")]
    public void Members_repeated_alike_pass(string body) => Accept(body);

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""", "model", 13)]
    [InlineData("""{"model":"a","m\u006fdel":"b"}""", "model", 13)]
    [InlineData("""{"model":"a","MODEL":"b"}""", "model", 13)]
    [InlineData("""{"Model":"b","model":"a"}""", "model", 1)]
    [InlineData("""{"Model":"a"}""", "model", 1)]
    [InlineData("""{"stream":true,"stream":false}""", "stream", 15)]
    [InlineData("""{"stream_options":{},"stream_options":{}}""", "stream_options", 21)]
    [InlineData("""{"conversation":"a","conversation":null}""", "conversation", 20)]
    [InlineData("""{"previous_response_id":"a","previous_response_id":"b"}""", "previous_response_id", 28)]
    [InlineData("""{"stream_options":{"include_usage":true,"include_usage":false}}""", "stream_options.include_usage", 40)]
    public void Members_that_contradict_one_another_are_refused(string body, string param, long offset)
    {
        var fault = Refuse(body);
        Assert.Equal(param, fault.Param);
        Assert.Equal(offset, fault.Offset);
    }

    [Fact]
    public void A_member_repeated_without_end_is_refused()
    {
        var body = "{" + string.Join(',', Enumerable.Repeat("\"model\":\"a\"", 1000)) + "}";
        Assert.Contains("repeated too often", Refuse(body).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":""}""")]
    [InlineData("""{"model":null}""")]
    [InlineData("""{"model":7}""")]
    [InlineData("""{"model":["a"]}""")]
    [InlineData("""{"model":"a\nb"}""")]
    [InlineData("""{"model":"a\u0000"}""")]
    [InlineData("""{"model":"\ud800"}""")]
    public void A_model_must_be_a_sane_name(string body)
    {
        var fault = Refuse(body);
        Assert.Equal("model", fault.Param);
        Assert.Equal(9, fault.Offset);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(1_000_000, false)]
    public void A_model_has_at_most_256_characters(int length, bool accepted)
    {
        Assert.Equal(accepted, TryRead($$"""{"model":"{{new string('x', length)}}"}""", out _, out _));
        if (length < 1000)
        {
            var escaped = string.Concat(Enumerable.Repeat("\\u0078", length));
            Assert.Equal(accepted, TryRead($$"""{"model":"{{escaped}}"}""", out _, out _));
        }
    }

    [Theory]
    [InlineData("""{"stream":"true"}""")]
    [InlineData("""{"stream":1}""")]
    [InlineData("""{"stream":{}}""")]
    public void A_stream_must_be_a_boolean_or_null(string body) => Assert.Equal("stream", Refuse(body).Param);

    [Theory]
    [InlineData("", 0)]
    [InlineData("  ", 2)]
    [InlineData("[]", 0)]
    [InlineData("\"a\"", 0)]
    [InlineData("null", 0)]
    [InlineData("\uFEFF{}", 0)]
    [InlineData("{}{}", 2)]
    [InlineData("{} x", 3)]
    [InlineData("{", 1)]
    [InlineData("{\"a\"", 4)]
    [InlineData("{\"a\":", 5)]
    [InlineData("{\"a\":\"b", 7)]
    [InlineData("{\"a\":[", 6)]
    [InlineData("{\"a\":[\"\\", 8)]
    [InlineData("{\"a\":1", 6)]
    [InlineData("{,}", 1)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{\"a\":1 \"b\":2}", 7)]
    [InlineData("{\"a\" 1}", 5)]
    [InlineData("{a:1}", 1)]
    [InlineData("{'a':1}", 1)]
    [InlineData("{\"a\":01}", 6)]
    [InlineData("{\"a\":-}", 6)]
    [InlineData("{\"a\":1.}", 7)]
    [InlineData("{\"a\":1e}", 7)]
    [InlineData("{\"a\":.5}", 5)]
    [InlineData("{\"a\":+1}", 5)]
    [InlineData("{\"a\":tru}", 8)]
    [InlineData("{\"a\":nulll}", 9)]
    [InlineData("{\"a\":NaN}", 5)]
    [InlineData("{\"a\":\"\t\"}", 6)]
    [InlineData("{\"a\tb\":1}", 3)]
    [InlineData("{\"a\":\"\\x\"}", 7)]
    [InlineData("{\"a\":\"\\u12g4\"}", 10)]
    [InlineData("{\"a\":[}", 6)]
    [InlineData("{\"a\":{]}", 6)]
    [InlineData("{\"a\":[{}]]", 9)]
    [InlineData("{/**/}", 1)]
    [InlineData("{\"a\":[/*\"*/],\"model\":\"b\"}", 6)]
    [InlineData("{\"a\":['\"'],\"model\":\"b\"}", 6)]
    public void What_is_no_JSON_object_is_refused_at_the_byte_that_is_wrong(string body, long offset)
    {
        var fault = Refuse(body);
        Assert.Null(fault.Param);
        Assert.Equal(offset, fault.Offset);
        Assert.Contains($"at byte {offset}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":-0.5e+10}")]
    [InlineData("{\"a\":0}")]
    [InlineData("{\"a\":1E5,\"b\":true,\"c\":false,\"d\":null}")]
    [InlineData("{\"\":{\"a\":[1,{\"b\":[]}]}}")]
    [InlineData("{\"a\":[1 2 NaN -Infinity tru]}")]
    [InlineData("{\"a\":{\"b\":\"\\q\n\"}}")]
    public void What_is_the_providers_to_judge_passes(string body) => Accept(body);

    [Fact]
    public void Huge_numbers_are_not_parsed() => Accept($$"""{"max_tokens":{{new string('9', 100_000)}},"x":1e999999999999}""");

    [Fact]
    public void Brackets_may_nest_512_deep()
    {
        Accept(Nested(511));
        Assert.Contains("512", Refuse(Nested(512)).Message, StringComparison.Ordinal);
        Refuse(Nested(1_000_000));

        static string Nested(int arrays) => $$"""{"a":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";
    }

    [Theory]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    public void Broken_UTF_8_is_refused_at_any_depth_and_split(byte[] broken)
    {
        byte[] body = [.. "{\"a\":[\"ü😀"u8, .. broken, .. "\"]}"u8];
        for (var cut = 0; cut <= body.Length; cut++)
        {
            Assert.False(EnvelopeReader.TryRead(Segmented.At(body, cut), out _, out var fault));
            Assert.Contains("UTF-8", fault.Message, StringComparison.Ordinal);
            Assert.Equal(13, fault.Offset);
        }
    }

    [Fact]
    public void Reading_allocates_nothing_but_the_model()
    {
        var body = Segmented.At(Encoding.UTF8.GetBytes("""{"mod\u0065l":"qwen","stream":true,"stream_options":{"x":1},"messages":[{"content":"hello"}],"stream":true}"""), 5, 40);
        EnvelopeReader.TryRead(body, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        EnvelopeReader.TryRead(body, out var envelope, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 40);
        Assert.Equal("qwen", envelope.Model);
    }

    private static Envelope Accept(string body)
    {
        Assert.True(TryRead(body, out var envelope, out var fault), fault.Message);
        return envelope;
    }

    private static EnvelopeFault Refuse(string body)
    {
        Assert.False(TryRead(body, out _, out var fault));
        return fault;
    }

    // Every body is read whole and byte by byte: the result must not depend on it.
    private static bool TryRead(string body, out Envelope envelope, out EnvelopeFault fault)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var accepted = EnvelopeReader.TryRead(new ReadOnlySequence<byte>(bytes), out envelope, out fault);
        if (bytes.Length < 10_000)
        {
            Assert.Equal(accepted, EnvelopeReader.TryRead(Segmented.Everywhere(bytes), out var split, out var splitFault));
            Assert.Equal(fault, splitFault);
            Assert.Equal(envelope.Model, split.Model);
        }

        return accepted;
    }
}
