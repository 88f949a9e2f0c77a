using System.Buffers;
using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Multipart;

/// <summary>Reads the fields of a <c>multipart/form-data</c> request that the gateway decides by. Files are searched for the boundary and not looked into.</summary>
public static class MultipartFields
{
    private const string ModelField = "model";

    // No character of UTF-16 takes more bytes of UTF-8 than three.
    private const int LongestModel = ModelName.MaxLength * 3;

    /// <summary>Reads the form's model.</summary>
    /// <param name="body">The whole body, in any segmentation.</param>
    /// <param name="contentType">The request's content type, which names the boundary.</param>
    /// <param name="model">The model's name under the same rules as in JSON; null where the form has none.</param>
    /// <param name="fault">What is wrong with the body, where it cannot be read.</param>
    /// <returns>Whether it could be read. Never throws for a bad body.</returns>
    public static bool TryReadModel(in ReadOnlySequence<byte> body, ReadOnlySpan<char> contentType, out string? model, out EnvelopeFault fault)
    {
        model = null;
        fault = default;
        if (!MultipartBoundary.TryRead(contentType, out var boundary, out var problem))
        {
            fault = new EnvelopeFault($"{problem}.", null, 0);
            return false;
        }

        var reader = new MultipartReader(body, boundary);
        if (!reader.TryBegin(out _))
        {
            fault = FaultAt(reader.Problem, null, reader.Offset);
            return false;
        }

        var partStart = reader.Offset;
        while (reader.TryReadPart(out var header, out var content))
        {
            if (!TryTakePart(PartHeader.Parse(header), content, partStart, ref model, out fault))
            {
                return false;
            }

            partStart = reader.Offset;
        }

        fault = reader.Problem is null ? default : FaultAt(reader.Problem, null, reader.Offset);
        return reader.Problem is null;
    }

    /// <summary>The edit that adds the model as the form's first field, for a form that has none.</summary>
    /// <param name="body">A body that <see cref="TryReadModel"/> accepted.</param>
    /// <param name="contentType">The request's content type.</param>
    /// <param name="model">The name.</param>
    /// <param name="edit">Inserts the field and touches nothing else.</param>
    /// <returns>False where the body has no first part to go ahead of, or the name breaks the rules.</returns>
    public static bool TryInsertModel(in ReadOnlySequence<byte> body, ReadOnlySpan<char> contentType, string model, out BodyEdit edit)
    {
        edit = default;
        if (!ModelName.IsValid(model) || !MultipartBoundary.TryRead(contentType, out var boundary, out _))
        {
            return false;
        }

        var reader = new MultipartReader(body, boundary);
        if (!reader.TryBegin(out var start))
        {
            return false;
        }

        var field = $"--{boundary}\r\nContent-Disposition: form-data; name=\"{ModelField}\"\r\n\r\n{model}\r\n";
        edit = new BodyEdit(start, 0, Encoding.UTF8.GetBytes(field));
        return true;
    }

    /// <summary>The edit that names another model, or one where the form names none.</summary>
    /// <param name="body">A body that <see cref="TryReadModel"/> accepted.</param>
    /// <param name="contentType">The request's content type.</param>
    /// <param name="model">The name.</param>
    /// <param name="edit">Replaces or inserts the field's value and touches nothing else.</param>
    /// <returns>False where the form names its model twice, which one edit cannot mend, or the name breaks the rules.</returns>
    public static bool TrySetModel(in ReadOnlySequence<byte> body, ReadOnlySpan<char> contentType, string model, out BodyEdit edit)
    {
        edit = default;
        if (!ModelName.IsValid(model) || !MultipartBoundary.TryRead(contentType, out var boundary, out _))
        {
            return false;
        }

        var reader = new MultipartReader(body, boundary);
        if (!reader.TryBegin(out _))
        {
            return false;
        }

        var isFound = false;
        while (reader.TryReadPart(out var header, out var content))
        {
            if (PartHeader.Parse(header).FieldName != ModelField)
            {
                continue;
            }

            if (isFound)
            {
                return false;
            }

            isFound = true;
            edit = new BodyEdit(body.Slice(0, content.Start).Length, content.Length, Encoding.UTF8.GetBytes(model));
        }

        return isFound || TryInsertModel(body, contentType, model, out edit);
    }

    private static bool TryTakePart(
        in PartHeader header, in ReadOnlySequence<byte> content, long partStart, ref string? model, out EnvelopeFault fault)
    {
        fault = default;
        if (header.Problem is not null)
        {
            fault = FaultAt(header.Problem, null, partStart);
            return false;
        }

        if (!header.FieldName.Equals(ModelField, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (header.FieldName != ModelField)
        {
            fault = FaultAt("The field \"model\" must be spelt in lower case", ModelField, partStart);
            return false;
        }

        if (!TryReadText(content, out var text))
        {
            fault = FaultAt($"The field \"model\" {ModelName.Rule}", ModelField, partStart);
            return false;
        }

        if (model is not null && model != text)
        {
            fault = FaultAt("The field \"model\" is given twice with different values, the second time", ModelField, partStart);
            return false;
        }

        model = text;
        return true;
    }

    private static bool TryReadText(in ReadOnlySequence<byte> content, out string text)
    {
        text = "";
        if (content.Length is 0 or > LongestModel)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[(int)content.Length];
        Span<char> characters = stackalloc char[LongestModel];
        content.CopyTo(bytes);
        if (System.Text.Unicode.Utf8.ToUtf16(bytes, characters, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done
            || !ModelName.IsValid(characters[..length]))
        {
            return false;
        }

        text = new string(characters[..length]);
        return true;
    }

    private static EnvelopeFault FaultAt(string? problem, string? param, long offset) => new($"{problem} (at byte {offset}).", param, offset);
}
