using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>The few changes to a caller's body that goes on in the dialect it came in.</summary>
/// <param name="exchange">The request.</param>
/// <param name="model">What the target calls the model; empty where there is none.</param>
/// <param name="surface">Where it goes.</param>
internal readonly struct NativeEdits(Exchange exchange, string model, ProviderSurface surface)
{
    /// <summary>The target may refuse something that is in the body. Costs a search or two.</summary>
    public bool MayLeaveOut => exchange.Body is { Length: > 0 } body && surface.Dialect.MayLeaveOut(body.Sequence, Model);

    private string Model => model.Length > 0 ? model : exchange.Model ?? "";

    /// <summary>Makes them.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="usage">What asks for a stream's usage, or null.</param>
    /// <param name="gathers">A stream is asked for that the caller does not want.</param>
    /// <param name="continuation">The stream that is continued, or null.</param>
    /// <param name="edits">The edits.</param>
    /// <returns>False where the body names its model twice, which one edit cannot mend.</returns>
    public bool TryMake(in SurfaceCall call, BodyEdit? usage, bool gathers, StreamContinuation? continuation, out BodyEdits edits)
    {
        edits = default;
        if (exchange.Body is { Length: > 0 } && !TryAddModel(ref edits, call))
        {
            return false;
        }

        edits.Add(usage);
        edits.Add(gathers ? exchange.Envelope.StreamEdit : null);
        if (continuation is not null)
        {
            foreach (var edit in continuation.Edits)
            {
                edits.Add(edit);
            }
        }

        return true;
    }

    /// <summary>Adds those that take out what the target refuses. Reads the whole body.</summary>
    /// <param name="edits">The edits.</param>
    /// <param name="dropped">Takes the names of fields that do not arrive.</param>
    public void LeaveOut(ref BodyEdits edits, ICollection<string> dropped)
    {
        foreach (var left in surface.Dialect.LeaveOut(exchange.Body!.Sequence, dropped))
        {
            edits.Add(left);
        }
    }

    private bool TryAddModel(ref BodyEdits edits, in SurfaceCall call)
    {
        var members = exchange.IsForm ? default : surface.Members;
        if (members.Length > 0 && surface.OmitsModel(call))
        {
            var isReplaced = exchange.Envelope.TryReplaceModel(members, out var replaced);
            edits.Add(replaced);
            return isReplaced;
        }

        if (!TryEditModel(out var edit))
        {
            return false;
        }

        edits.Add(edit);
        edits.Add(members.Length > 0 ? exchange.Envelope.Insert(members) : null);
        return true;
    }

    private bool TryEditModel(out BodyEdit? edit)
    {
        edit = exchange.ModelEdit;
        if (model.Length == 0 || model == exchange.Model)
        {
            return true;
        }

        if (exchange.Operation.Model == ModelPlace.Path)
        {
            return TryRename(out edit);
        }

        BodyEdit named;
        var isSet = exchange.IsForm
            ? MultipartFields.TrySetModel(exchange.Body!.Sequence, exchange.RequestHeaders.ContentType.ToString(), model, out named)
            : exchange.Envelope.TrySetModel(model, out named);
        edit = named;
        return isSet;
    }

    // Only what the body repeats of the path.
    private bool TryRename(out BodyEdit? edit)
    {
        edit = null;
        if (exchange.Envelope.Model is null)
        {
            return true;
        }

        var isSet = exchange.Envelope.TryRename(exchange.Model!, model, out var named);
        edit = named;
        return isSet;
    }
}
