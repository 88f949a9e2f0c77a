using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects.Translation;

public sealed class LostImagesTests
{
    private const string Images = "\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]";

    [Theory]
    [InlineData("whole", true)]
    [InlineData("told", true)]
    [InlineData("streamed", true)]
    [InlineData("gathered", true)]
    [InlineData("whole", false)]
    [InlineData("told", false)]
    [InlineData("streamed", false)]
    [InlineData("gathered", false)]
    public void A_caller_whose_dialect_has_no_place_for_images_is_told_that_there_were_some(string how, bool isLost)
    {
        using var translator = Begin(isLost ? AnthropicDialect.Instance : OpenAiResponsesDialect.Instance, streams: how is "streamed" or "told");
        var output = new ArrayBufferWriter<byte>();
        Assert.Empty(translator.Dropped);

        switch (how)
        {
            case "streamed":
                Feed(translator.OpenStream());
                break;
            case "gathered":
                var gathering = translator.OpenGathering();
                Feed(gathering);
                gathering.Write(output);
                break;
            default:
                var answer = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"," + Images + "},\"finish_reason\":\"stop\"}]}";
                Assert.True(translator.TryWriteAnswer(Encoding.UTF8.GetBytes(answer), output));
                break;
        }

        Assert.Equal(isLost ? ["answer.images"] : [], translator.Dropped);
    }

    private static void Feed(StreamTap tap) => tap.Read(Encoding.UTF8.GetBytes("data: {\"choices\":[{\"index\":0,\"delta\":{" + Images + "}}]}\n\n"));

    private static ConversationTranslator Begin(Dialect caller, bool streams) => new(new TranslationOrder
    {
        Caller = caller.Find(OperationTask.Conversation, streams)!,
        Target = OpenAiChatDialect.Instance.Find(OperationTask.Conversation, streams)!,
        Preset = ProviderCatalogue.ByType["openrouter"],
        Surface = new Surface(OpenAiChatDialect.Instance),
        Body = ReadOnlyMemory<byte>.Empty,
        AskedModel = "m",
        TargetModel = "model",
        Streams = streams,
        TargetStreams = streams,
        RequestId = "r",
        Now = 1_790_000_000,
    });
}
