using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal static class ChatEndpoint
{
    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        if (ChatRequest.TryRead(new Fields(call.Body), call.Model, out var request) is { } problem)
        {
            return problem;
        }

        var answers = new Answer[request!.Choices];
        var tokens = 0;
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index] = Composer.Compose(request.Prompt, call.Model, index);
            tokens += answers[index].Tokens;
        }

        var completion = new ChatCompletion("chatcmpl-" + SimulatedCall.NewId(), call.Created, call.ModelName, request, answers, !call.Model.HidesUsage);
        if (!request.Stream)
        {
            return await call.SendJsonAsync(completion.ToJson(), tokens / answers.Length);
        }

        await EventStream.SendAsync(call, ChatChunks.Of(completion), static _ => new SimulatedEvent(SimulatedError.Server.ToJson()));
        return null;
    }
}
