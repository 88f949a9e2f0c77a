using System.Text.Json;

namespace AiGateway.Demo.Completions;

/// <summary>The answer to a legacy completion, whole or in chunks.</summary>
internal sealed record TextCompletion(string Id, long Created, string Model, IReadOnlyList<TextChoice> Choices, int PromptTokens)
{
    /// <summary>The whole answer tells its usage.</summary>
    public bool TellsUsage { get; init; }

    /// <summary>The stream tells its usage.</summary>
    public bool IncludeUsage { get; init; }

    public byte[] ToJson() => Json.Object(this, static (json, completion) =>
    {
        completion.WriteHead(json);
        json.WriteStartArray("choices");
        for (var index = 0; index < completion.Choices.Count; index++)
        {
            var choice = completion.Choices[index];
            WriteChoice(json, index, choice.Echo + string.Concat(choice.Answer.Text), choice.Answer.FinishReason);
        }

        json.WriteEndArray();
        if (completion.TellsUsage)
        {
            completion.WriteUsage(json);
        }
    });

    /// <summary>The events of the whole stream, <c>[DONE]</c> included: one choice after the other.</summary>
    public IEnumerable<SimulatedEvent> Chunks()
    {
        for (var index = 0; index < Choices.Count; index++)
        {
            if (Choices[index].Echo is { } echo)
            {
                yield return Chunk(index, echo, null);
            }

            foreach (var piece in Choices[index].Answer.Text)
            {
                yield return Chunk(index, piece, null) with { IsToken = true };
            }

            yield return Chunk(index, "", Choices[index].Answer.FinishReason);
        }

        if (IncludeUsage)
        {
            yield return new SimulatedEvent(Json.Object(this, static (json, completion) =>
            {
                completion.WriteHead(json);
                json.WriteStartArray("choices");
                json.WriteEndArray();
                completion.WriteUsage(json);
            }));
        }

        yield return SimulatedEvent.Done;
    }

    private SimulatedEvent Chunk(int index, string text, string? finish) => new(Json.Object((this, index, text, finish), static (json, of) =>
    {
        of.Item1.WriteHead(json);
        json.WriteStartArray("choices");
        WriteChoice(json, of.index, of.text, of.finish);
        json.WriteEndArray();
        if (of.Item1.IncludeUsage)
        {
            json.WriteNull("usage");
        }
    }));

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("id", Id);
        json.WriteString("object", "text_completion");
        json.WriteNumber("created", Created);
        json.WriteString("model", Model);
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, string text, string? finish)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteNumber("index", index);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json)
    {
        var generated = 0;
        foreach (var choice in Choices)
        {
            generated += choice.Answer.Tokens;
        }

        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", PromptTokens);
        json.WriteNumber("completion_tokens", generated);
        json.WriteNumber("total_tokens", PromptTokens + generated);
        json.WriteEndObject();
    }
}
