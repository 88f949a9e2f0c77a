using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Dialects.Json;

/// <summary>What the gateway needs to know of a JSON request, and where it may be edited. Everything else in the body stays unread.</summary>
public readonly record struct Envelope
{
    private const string Resource = "models/";

    /// <summary>The model that is asked for: 1 to 256 characters, no control characters; null where the body names none.</summary>
    public string? Model { get; internal init; }

    /// <summary>The caller asks for a stream.</summary>
    public bool Stream { get; internal init; }

    /// <summary>The caller asks for the stream's usage chunk (<c>stream_options.include_usage</c>).</summary>
    public bool AsksForUsage { get; internal init; }

    /// <summary>The body refers to what the provider's account keeps (<c>previous_response_id</c>, <c>conversation</c>).</summary>
    public bool RefersToStoredObjects { get; internal init; }

    /// <summary>The id of the earlier answer that the body refers to (<c>previous_response_id</c>), and to nothing else; null where it is none that could be one.</summary>
    public string? PreviousAnswer { get; internal init; }

    /// <summary>The model's value in the body; empty where there is none.</summary>
    internal (long Start, long Length) ModelValue { get; init; }

    /// <summary>The member that names the model, its name included; empty where there is none.</summary>
    internal (long Start, long Length) ModelMember { get; init; }

    /// <summary>The model is named more than once, each time alike.</summary>
    internal bool ModelIsRepeated { get; init; }

    /// <summary>Where a member may be inserted: behind the opening brace.</summary>
    internal long FirstMember { get; init; }

    /// <summary>The object has members, so that an inserted one takes a comma.</summary>
    internal bool HasMembers { get; init; }

    /// <summary>What would ask for usage; null where it is asked for, or where <c>stream_options</c> is for the provider to judge.</summary>
    internal BodyEdit? UsageEdit { get; init; }

    /// <summary>What would ask for a stream; null where one is asked for, or where the body says so twice, which one edit cannot mend.</summary>
    public BodyEdit? StreamEdit { get; internal init; }

    /// <summary>The edit that asks for a stream's usage.</summary>
    /// <param name="streams">A stream is asked for: by the body, or by <see cref="StreamEdit"/>.</param>
    /// <param name="edit">Adds <c>stream_options.include_usage</c> and touches nothing else.</param>
    /// <returns>False where there is nothing to do: no stream, usage asked for already, or a <c>stream_options</c> that is neither object nor null.</returns>
    public bool TryAskForUsage(bool streams, out BodyEdit edit)
    {
        edit = UsageEdit.GetValueOrDefault();
        return streams && UsageEdit is not null;
    }

    /// <summary>The body names the model: by its name, or as Google names resources, <c>models/NAME</c>.</summary>
    /// <param name="model">The name.</param>
    public bool Names(string model) => Model == model || IsResource(model);

    /// <summary>The edit that names another model in the way in which the body names this one.</summary>
    /// <param name="model">The name in the body, which <see cref="Names"/> it.</param>
    /// <param name="other">The name to put there.</param>
    /// <param name="edit">Replaces the member's value and touches nothing else.</param>
    /// <returns>False where the body names its model twice, which one edit cannot mend.</returns>
    public bool TryRename(string model, string other, out BodyEdit edit) => TrySetModel(IsResource(model) ? Resource + other : other, out edit);

    /// <summary>The edit that names another model, or one where the body names none.</summary>
    /// <param name="model">The name, unescaped.</param>
    /// <param name="edit">Replaces or inserts the member and touches nothing else.</param>
    /// <returns>False where the body names its model twice, which one edit cannot mend.</returns>
    public bool TrySetModel(string model, out BodyEdit edit)
    {
        edit = default;
        if (ModelIsRepeated)
        {
            return false;
        }

        var escaped = JsonEncodedText.Encode(model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        edit = ModelValue.Length > 0
            ? new BodyEdit(ModelValue.Start, ModelValue.Length, Encoding.UTF8.GetBytes($"\"{escaped}\""))
            : new BodyEdit(FirstMember, 0, Encoding.UTF8.GetBytes($"\"model\":\"{escaped}\"{(HasMembers ? "," : "")}"));
        return true;
    }

    /// <summary>The edit that puts members in place of the one that names the model, or ahead of all others where there is none.</summary>
    /// <param name="members">One member or more, apart by commas.</param>
    /// <param name="edit">Replaces the member and touches nothing else.</param>
    /// <returns>False where the body names its model twice, which one edit cannot mend.</returns>
    public bool TryReplaceModel(ReadOnlyMemory<byte> members, out BodyEdit edit)
    {
        edit = ModelMember.Length > 0 ? new BodyEdit(ModelMember.Start, ModelMember.Length, members) : Insert(members);
        return !ModelIsRepeated;
    }

    /// <summary>The edit that puts members ahead of all others.</summary>
    /// <param name="members">One member or more, apart by commas.</param>
    public BodyEdit Insert(ReadOnlyMemory<byte> members) =>
        new(FirstMember, 0, HasMembers ? (byte[])[.. members.Span, (byte)','] : members);

    private bool IsResource(string model) =>
        Model is { } named && named.Length == Resource.Length + model.Length && named.StartsWith(Resource, StringComparison.Ordinal) && named.EndsWith(model, StringComparison.Ordinal);
}
