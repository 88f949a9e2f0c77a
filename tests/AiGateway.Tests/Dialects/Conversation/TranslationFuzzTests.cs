using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class TranslationFuzzTests
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 600 };

    // The functions of the samples stand in for tools whose argument is text.
    private static readonly AnswerContext s_freeform = Translating.Context with
    {
        Request = new ConversationRequest { Tools = [new FreeformTool(Translating.Text("f"), default), new FreeformTool(Translating.Text("g"), default)] },
    };

    [Fact]
    public void Whatever_a_request_says_nothing_throws_and_what_is_written_is_json()
    {
        var read = 0;
        var samples = Samples("Requests", "json");
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (codecs, sample) = samples[random.Next(samples.Count)];
            if (!codecs.Request.TryRead(Break(sample, random), out var request, out var fault))
            {
                Assert.NotEmpty(fault.Message);
                continue;
            }

            read++;
            foreach (var target in DialectCodecs.All)
            {
                var output = new ArrayBufferWriter<byte>();
                target.Request.Write(output, request, RequestRules.Default, new DroppedFields(codecs.Request.Fields));
                using var _ = JsonDocument.Parse(output.WrittenMemory, s_options);
            }
        }

        Assert.True(read > Fuzzing.Inputs / 50, $"only {read} could be read");
    }

    [Fact]
    public void Whatever_an_answer_says_nothing_throws_and_what_is_written_is_json()
    {
        var read = 0;
        var samples = Samples("Answers", "json");
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (codecs, sample) = samples[random.Next(samples.Count)];
            if (!codecs.Answer.TryRead(Break(sample, random), out var answer))
            {
                continue;
            }

            read++;
            foreach (var target in DialectCodecs.All)
            {
                var output = new ArrayBufferWriter<byte>();
                target.Answer.Write(output, answer, read % 2 == 0 ? Translating.Context : s_freeform);
                using var _ = JsonDocument.Parse(output.WrittenMemory, s_options);
            }
        }

        Assert.True(read > Fuzzing.Inputs / 50, $"only {read} could be read");
    }

    [Fact]
    public void Whatever_a_stream_says_nothing_throws_and_what_is_written_are_events()
    {
        var whole = 0;
        var samples = Samples("Streams", "sse");
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (codecs, sample) = samples[random.Next(samples.Count)];
            var target = DialectCodecs.All[random.Next(DialectCodecs.All.Count)];
            whole += Translate(codecs, target, input % 2 == 0 ? Translating.Context : s_freeform, Break(sample, random), [random.Next(1, 400)]) ? 1 : 0;
        }

        Assert.True(whole > Fuzzing.Inputs / 50, $"only {whole} were whole");
    }

    private static bool Translate(DialectCodecs source, DialectCodecs target, AnswerContext context, byte[] stream, int[] reads)
    {
        var reader = source.Stream.OpenReader();
        using var writer = target.Stream.OpenWriter(context);
        foreach (var serverSentEvent in EventFeed.Frame(stream, reads))
        {
            if (reader.Read(serverSentEvent, writer) is EventKind.Malformed or EventKind.Error)
            {
                Assert.False(reader.IsWhole && reader.Finish(writer) && writer.Output.WrittenSpan.EndsWith("[DONE]\n\n"u8));
                break;
            }
        }

        var isWhole = reader.Finish(writer);
        foreach (var written in EventFeed.Frame(writer.Output.WrittenSpan.ToArray(), [int.MaxValue / 2]))
        {
            Assert.True(written.AsSpan().EndsWith("\n\n"u8) || written.AsSpan().EndsWith("\r\n\r\n"u8));
            var data = EventFeed.DataOf(written);
            if (data != "[DONE]")
            {
                using var _ = JsonDocument.Parse(data, s_options);
            }
        }

        return isWhole;
    }

    private static List<(DialectCodecs Codecs, byte[] Bytes)> Samples(string folder, string extension)
    {
        var files = new GoldenFiles(folder, extension);
        return [.. from name in files.Cases() from codecs in DialectCodecs.All select (codecs, Encoding.UTF8.GetBytes(files.Read(name, codecs.Name)))];
    }

    private static byte[] Break(byte[] sample, Random random) => Fuzzing.Mutate(sample, "{}[]\",:\\utfn0-.e \r\n\u0001\u00e9d8"u8, random);
}
