using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Chat;

/// <summary>The chunks of a chat answer.</summary>
internal static class ChatChunks
{
    /// <summary>The events of the whole stream, <c>[DONE]</c> included. The choices take turns.</summary>
    public static IEnumerable<SimulatedEvent> Of(ChatCompletion completion)
    {
        var choices = new List<IEnumerator<SimulatedEvent>>();
        for (var index = 0; index < completion.Answers.Count; index++)
        {
            choices.Add(OfChoice(completion, index).GetEnumerator());
        }

        while (choices.Count > 0)
        {
            for (var turn = 0; turn < choices.Count; turn++)
            {
                if (choices[turn].MoveNext())
                {
                    yield return choices[turn].Current;
                }
                else
                {
                    choices.RemoveAt(turn--);
                }
            }
        }

        if (completion.Request.IncludeUsage)
        {
            yield return Usage(completion);
        }

        yield return SimulatedEvent.Done;
    }

    private static IEnumerable<SimulatedEvent> OfChoice(ChatCompletion completion, int index)
    {
        var answer = completion.Answers[index];
        yield return Chunk(completion, index, false, answer, static (json, answer) =>
        {
            json.WriteString("role", "assistant");
            json.WriteString("content", answer.Calls.Count > 0 ? null : "");
            json.WriteNull("refusal");
        });
        foreach (var piece in answer.Reasoning)
        {
            yield return Chunk(completion, index, true, piece, static (json, piece) =>
            {
                json.WriteNull("content");
                json.WriteString("reasoning_content", piece);
            });
        }

        foreach (var piece in answer.Text)
        {
            yield return Chunk(completion, index, true, piece, static (json, piece) => json.WriteString("content", piece), text: piece);
        }

        for (var call = 0; call < answer.Calls.Count; call++)
        {
            yield return Chunk(completion, index, false, (call, answer.Calls[call]), StartCall);
            foreach (var piece in answer.Calls[call].Arguments)
            {
                yield return Chunk(completion, index, true, (call, piece), ContinueCall);
            }
        }

        yield return Chunk(completion, index, false, 0, static (_, _) => { }, finish: answer.FinishReason);
    }

    private static void StartCall(Utf8JsonWriter json, (int Index, ToolCall Call) of)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", of.Index);
        json.WriteString("id", of.Call.Id);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", of.Call.Name);
        json.WriteString("arguments", "");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void ContinueCall(Utf8JsonWriter json, (int Index, string Piece) of)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", of.Index);
        json.WriteStartObject("function");
        json.WriteString("arguments", of.Piece);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static SimulatedEvent Chunk<TState>(
        ChatCompletion completion, int index, bool isToken, TState state, Action<Utf8JsonWriter, TState> delta, string? text = null, string? finish = null)
    {
        var data = Json.Object((completion, index, state, delta, text, finish), static (json, of) =>
        {
            of.completion.WriteHead(json, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", of.index);
            json.WriteStartObject("delta");
            of.delta(json, of.state);
            json.WriteEndObject();
            LogProbabilities.Write(json, of.completion.Request.LogProbabilities && of.text is not null ? [of.text] : null);
            json.WriteString("finish_reason", of.finish);
            json.WriteEndObject();
            json.WriteEndArray();
            if (of.completion.Request.IncludeUsage)
            {
                json.WriteNull("usage");
            }
        });
        return new SimulatedEvent(data) { IsToken = isToken };
    }

    private static SimulatedEvent Usage(ChatCompletion completion) => new(Json.Object(completion, static (json, completion) =>
    {
        completion.WriteHead(json, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteEndArray();
        completion.WriteUsage(json);
    }));
}
