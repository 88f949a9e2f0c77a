using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>OpenAI's <c>/v1/embeddings</c>. What a vector is for and its title, which OpenAI has no word for, are read under Gemini's names.</summary>
internal sealed class OpenAiEmbeddings : EmbeddingCodec
{
    /// <summary>The one instance.</summary>
    public static readonly OpenAiEmbeddings Instance = new();

    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAi, "model", "input", "encoding_format", "dimensions", "task_type", "title");

    private OpenAiEmbeddings()
    {
    }

    /// <inheritdoc/>
    public override ErrorCodec Error => ChatErrorCodec.Instance;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, EmbeddingRequest request, in EmbeddingQuestion question, List<string> dropped)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("model"u8, question.Model);
        writer.WritePropertyName("input"u8);
        if (!request.IsSingle)
        {
            writer.WriteStartArray();
        }

        for (var index = question.First; index < question.First + question.Count; index++)
        {
            var input = request.Inputs[index];
            writer.WriteRawValue(input.Text.IsGiven ? input.Text.Quoted.Span : input.Raw.Span, skipInputValidation: true);
        }

        if (!request.IsSingle)
        {
            writer.WriteEndArray();
        }

        if (request.Base64 && !question.Rules.FloatOnly)
        {
            writer.WriteString("encoding_format"u8, "base64"u8);
        }

        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber(question.Rules.Dimensions, dimensions);
        }

        WritePurpose(writer, request.Inputs, dropped);
        ExtraMember.WriteAll(writer, request.Extras, DialectFamily.OpenAi);
        DropForeign(request.Extras, dropped);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteAnswer(IBufferWriter<byte> output, EmbeddingAnswer answer, EmbeddingRequest request)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var index = 0; index < answer.Vectors.Count; index++)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, index);
            writer.WritePropertyName("embedding"u8);
            answer.Vectors[index].Write(writer, request.Base64);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteText("model"u8, answer.Model);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, answer.Tokens ?? 0);
        writer.WriteNumber("total_tokens"u8, answer.Tokens ?? 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override EmbeddingRequest Read(JsonView body, ReadFaults faults)
    {
        var format = body["encoding_format"u8];
        if (format.IsGiven && !format.Is("float"u8) && !format.Is("base64"u8))
        {
            faults.Add("encoding_format", "must be float or base64");
        }

        var dimensions = body["dimensions"u8];
        if (dimensions.IsGiven && dimensions.Integer is not > 0)
        {
            faults.Add("dimensions", "must be a positive whole number");
        }

        var input = body["input"u8];
        return new EmbeddingRequest
        {
            Inputs = ReadInputs(input, body["title"u8].Text, body["task_type"u8].Text, faults),
            IsSingle = !IsList(input),
            Dimensions = dimensions.Integer,
            Base64 = format.Is("base64"u8),
            Extras = s_known.Extras(body),
        };
    }

    /// <inheritdoc/>
    protected override EmbeddingAnswer? ReadAnswer(JsonView body, int inputs)
    {
        var vectors = new Vector[inputs];
        var isThere = new bool[inputs];
        var data = body["data"u8];
        if (data.Count != inputs)
        {
            return null;
        }

        var position = 0;
        foreach (var item in data.Items)
        {
            var index = item["index"u8].Integer ?? position;
            if (index < 0 || index >= inputs || isThere[index] || !Vector.TryTake(item["embedding"u8], out vectors[index]))
            {
                return null;
            }

            isThere[index] = true;
            position++;
        }

        var usage = body["usage"u8];
        return new EmbeddingAnswer
        {
            Vectors = vectors,
            Model = body["model"u8].Text,
            Tokens = usage["prompt_tokens"u8].Integer ?? usage["total_tokens"u8].Integer,
        };
    }

    // Words of its own callers, which a provider that imitates it may know.
    private static void WritePurpose(Utf8JsonWriter writer, IReadOnlyList<EmbeddingInput> inputs, List<string> dropped)
    {
        foreach (var input in inputs)
        {
            if (input.Raw.Span is not [(byte)'{', ..])
            {
                writer.WriteText("task_type"u8, input.TaskType);
                writer.WriteText("title"u8, input.Title);
                return;
            }

            if (input.TaskType.IsGiven)
            {
                Drop(dropped, "taskType");
            }

            if (input.Title.IsGiven)
            {
                Drop(dropped, "title");
            }
        }
    }

    private static void DropForeign(IReadOnlyList<ExtraMember> extras, List<string> dropped)
    {
        foreach (var extra in extras)
        {
            if (extra.Family != DialectFamily.OpenAi)
            {
                Drop(dropped, extra.Name);
            }
        }
    }

    // One text, or the tokens of one, is no list.
    private static bool IsList(JsonView input)
    {
        var items = input.Items;
        return items.MoveNext() && (items.Current.IsArray || items.Current.Text.IsGiven);
    }

    private static List<EmbeddingInput> ReadInputs(JsonView input, JsonString title, JsonString task, ReadFaults faults)
    {
        var inputs = new List<EmbeddingInput>(Math.Min(input.Count, MostInputs));
        if (!IsList(input))
        {
            Add(inputs, input, title, task, "input", faults);
            return inputs;
        }

        if (input.Count > MostInputs)
        {
            faults.Add("input", $"must have at most {MostInputs} texts");
            return inputs;
        }

        foreach (var item in input.Items)
        {
            Add(inputs, item, title, task, $"input[{inputs.Count}]", faults);
        }

        return inputs;
    }

    private static void Add(List<EmbeddingInput> inputs, JsonView item, JsonString title, JsonString task, string where, ReadFaults faults)
    {
        if (!item.Text.IsGiven && !IsTokens(item))
        {
            faults.Add(where, "must be a text or a list of tokens");
        }

        inputs.Add(new EmbeddingInput(item.Text, item.Raw) { Title = title, TaskType = task });
    }

    private static bool IsTokens(JsonView item)
    {
        foreach (var token in item.Items)
        {
            if (token.Integer is null)
            {
                return false;
            }
        }

        return item.Count > 0;
    }
}
