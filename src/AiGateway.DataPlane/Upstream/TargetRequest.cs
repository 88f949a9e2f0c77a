using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;

namespace AiGateway.Upstream;

/// <summary>The caller's request as one target is sent it: the caller's own bytes with a few edits, or their translation into the target's dialect.</summary>
internal sealed class TargetRequest(Exchange exchange, Visit visit, MemoryBudget budget, TimeProvider time) : IDisposable
{
    private static readonly GatewayError s_modelTwice = GatewayError.BadRequest with
    {
        Message = "The body names its model twice, and this gateway calls it by another name at the provider: name it once.",
        Param = "model",
    };

    private static readonly Failure s_overloaded = new(FailureKind.CallerFault, GatewayError.Overloaded);

    private Approach _approach;
    private BodyEdits _edits;
    private List<string>? _left;
    private PooledOutput? _translated;
    private long _charged;

    /// <summary>How the target is asked.</summary>
    public Approach Approach => _approach;

    /// <summary>What the target calls the model; empty where there is none.</summary>
    public string Model => visit.Model;

    /// <summary>Translates the answer; null where it goes on as it comes.</summary>
    public Translator? Translator { get; private set; }

    /// <summary>The stream that is continued; null where the answer begins with this request.</summary>
    public StreamContinuation? Continuation { get; private set; }

    /// <summary>A stream's usage is asked for without the caller having done so.</summary>
    public bool AsksForUsage { get; private set; }

    /// <summary>The target is asked for a stream of events: the caller wants one, or it gives nothing else.</summary>
    public bool Streams => exchange.WantsStream || Gathers;

    /// <summary>The caller wants one document, and the target only streams.</summary>
    public bool Gathers { get; private set; }

    /// <summary>How the target is given the beginning of an answer: what its own dialect calls it, a translation writes.</summary>
    public AssistantPrefill Prefill
    {
        get
        {
            if (!visit.Target.Provider.TryApproach(exchange.Operation, visit.Model, exchange.WantsStream, out var approach)
                || !visit.Target.Provider.Settings.Preset.Continues(approach.Operation, visit.Model))
            {
                return AssistantPrefill.None;
            }

            var way = approach.Surface.Prefill;
            return approach.Translates && way != AssistantPrefill.None ? AssistantPrefill.Trailing : way;
        }
    }

    /// <summary>Prepares what is sent. To be called again where it is to be sent in another form.</summary>
    /// <param name="continuation">The stream that is to be continued, or null.</param>
    /// <param name="mayAskForUsage">The target is not known to refuse the question.</param>
    /// <returns>Why the request cannot be put to the target, or null.</returns>
    public Failure? Prepare(StreamContinuation? continuation, bool mayAskForUsage)
    {
        Continuation = continuation;
        Gathers = !exchange.WantsStream && exchange.Operation.Task == OperationTask.Conversation && visit.Target.Provider.Settings.Preset.StreamsOnly(visit.Model);
        if (!visit.Target.Provider.TryApproach(exchange.Operation, visit.Model, Streams, out _approach))
        {
            return Failure.Of(FailureKind.Unsupported);
        }

        Gathers &= _approach.Operation.CanBeRead;

        Dispose();
        return TryTranslate(mayAskForUsage, out var impossible) ? impossible : Edit(mayAskForUsage);
    }

    /// <summary>What is called.</summary>
    /// <param name="query">The query with its question mark, or empty.</param>
    public SurfaceCall CallOf(string query)
    {
        var operation = _approach.Operation;
        var path = _approach.Translates || operation.Model == ModelPlace.Path ? operation.Tail : exchange.Match.UpstreamPath;
        return new SurfaceCall(operation, path, query, visit.Model, Streams, Continuation is { IsPrefilled: true });
    }

    /// <summary>What was asked so far is not all; see <see cref="Translator.HasMore"/>.</summary>
    public bool HasMore => Translator is { HasMore: true };

    /// <summary>Prepares the next piece of what is to be asked.</summary>
    /// <returns>Why it cannot be put to the target, or null.</returns>
    public Failure? GoOn() => WriteTranslation(Translator!);

    /// <summary>The fields that do not arrive, by the names that the caller knows.</summary>
    public IReadOnlyList<string> Dropped => _left is { Count: > 0 } left ? left : Translator?.Dropped ?? [];

    /// <summary>The body, as it is sent; null where there is none.</summary>
    /// <param name="cancellation">Ends the sending.</param>
    public RequestContent? NewContent(CancellationToken cancellation)
    {
        if (_translated is { Length: > 0 } translated)
        {
            return WithType(new HeldContent(new ReadOnlySequence<byte>(translated.Written), default, cancellation), "application/json");
        }

        RequestContent? content = exchange.Body is { } held
            ? held.Length == 0 ? null : new HeldContent(held.Sequence, _edits, cancellation)
            : exchange.Operation.Body == BodyKind.Opaque ? new UploadContent(exchange, cancellation) : null;
        return content is not null && exchange.RequestHeaders.ContentType is { Count: > 0 } contentType
            ? WithType(content, contentType.ToString())
            : content;
    }

    /// <summary>What the events of the answer are rewritten by; null where they go on as they come.</summary>
    public StreamRewrite? OpenRewrite() =>
        Translator is { } translator ? translator.OpenStream(Continuation, withholdsUsage: !exchange.Envelope.AsksForUsage) : Continuation;

    /// <inheritdoc/>
    public void Dispose()
    {
        _translated?.Dispose();
        Translator?.Dispose();
        (_translated, Translator) = (null, null);
        Keep(0);
    }

    private static RequestContent WithType(RequestContent content, string type)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private bool MayAdapt => exchange.Body is { Length: > 0 }
        && Translator.MayAdapt(exchange.Operation, visit.Target.Provider.Settings.Preset, exchange.Model ?? "", visit.Model);

    private bool MustAdapt() =>
        Translator.Adapts(exchange.Operation, visit.Target.Provider.Settings.Preset, exchange.Model ?? "", visit.Model, CallersBody());

    // What is made of a body to translate it can be many times as large, and in part it stays as long as the translator does.
    private bool TryTranslate(bool mayAskForUsage, out Failure? impossible)
    {
        impossible = null;
        if (!_approach.Translates && !MayAdapt)
        {
            return false;
        }

        var weight = exchange.Body is { } held ? JsonWeight.Of(held.Sequence) : default;
        if (!budget.TryTake(weight.Reading))
        {
            impossible = s_overloaded;
            return true;
        }

        _charged = weight.Reading;
        var isTranslated = _approach.Translates || MustAdapt();
        impossible = isTranslated ? Translate(mayAskForUsage) : null;
        Keep(isTranslated ? weight.Read : 0);
        return isTranslated;
    }

    private Failure? Edit(bool mayAskForUsage)
    {
        if (Gathers)
        {
            Translator = Translator.Begin(NewOrder(ReadOnlyMemory<byte>.Empty, mayAskForUsage));
        }

        var edit = default(BodyEdit);
        AsksForUsage = mayAskForUsage && exchange.Operation.UsageOnRequest && exchange.Envelope.TryAskForUsage(Streams, out edit);
        _left = null;
        var native = new NativeEdits(exchange, visit.Model, _approach.Surface);
        if (!native.TryMake(CallOf(""), AsksForUsage ? edit : null, Gathers, Continuation, out _edits))
        {
            return new Failure(FailureKind.CallerFault, s_modelTwice);
        }

        return native.MayLeaveOut ? LeaveOut(native) : null;
    }

    // What was said by models of other providers, for which the body has to be read.
    private Failure? LeaveOut(in NativeEdits native)
    {
        var weight = JsonWeight.Of(exchange.Body!.Sequence).Reading;
        if (!budget.TryTake(weight))
        {
            return s_overloaded;
        }

        _charged = weight;
        var left = new List<string>();
        native.LeaveOut(ref _edits, left);
        _left = left;
        Keep(0);
        return exchange.IsStrict && left.Count > 0 ? Refuse(left) : null;
    }

    private void Keep(long bytes)
    {
        if (_charged != bytes)
        {
            budget.Return(_charged - bytes);
            _charged = bytes;
        }
    }

    private Failure? Translate(bool mayAskForUsage)
    {
        Translator = Translator.Begin(NewOrder(CallersBody(), mayAskForUsage));
        AsksForUsage = mayAskForUsage && Streams && _approach.Operation.UsageOnRequest;
        return WriteTranslation(Translator);
    }

    private Failure? WriteTranslation(Translator translator)
    {
        _translated?.Dispose();
        _translated = new PooledOutput(budget);
        if (!translator.TryWriteRequest(_translated, out var fault))
        {
            var where = fault.Where is { } member ? $"'{member}' " : "The body ";
            return new Failure(FailureKind.CallerFault, GatewayError.BadRequest with { Message = $"{where}{fault.Message}.", Param = fault.Where });
        }

        if (!_translated.TryCharge())
        {
            return s_overloaded;
        }

        if (translator.Indispensable is { } missing)
        {
            return exchange.Operation.Dialect.Storage?.Refers(missing) == true ? RefuseReference(missing) : Refuse([missing]);
        }

        return exchange.IsStrict && translator.Dropped.Count > 0 ? Refuse(translator.Dropped) : null;
    }

    private TranslationOrder NewOrder(ReadOnlyMemory<byte> body, bool mayAskForUsage) => new()
    {
        Caller = exchange.Operation,
        Target = _approach.Operation,
        Preset = visit.Target.Provider.Settings.Preset,
        Surface = _approach.Surface.Surface,
        Body = body,
        AskedModel = exchange.Model ?? "",
        TargetModel = visit.Model,
        OmitsModel = _approach.Surface.OmitsModel(CallOf("")),
        Streams = exchange.WantsStream,
        TargetStreams = Streams,
        WantsUsage = exchange.Envelope.AsksForUsage || Continuation is not null,
        MayAskForUsage = mayAskForUsage,
        Prefill = _approach.Surface.Prefill,
        RequestId = exchange.RequestId,
        Now = time.GetUtcNow().ToUnixTimeSeconds(),
        Memory = exchange.Snapshot.Reasoning.For(exchange.Key?.Hash ?? default),
        Keeper = exchange.Keeper,
        Origin = $"{visit.Target.Provider.Name}/{visit.Model}",
    };

    private static Failure Refuse(IReadOnlyList<string> fields) => new(
        FailureKind.Unsupported,
        GatewayError.NotCarried with { Message = $"The target cannot carry these fields of the request: {string.Join(", ", fields)}.", Param = fields[0] });

    private Failure RefuseReference(string field) => new(
        FailureKind.Unsupported,
        (exchange.Snapshot.Answers is null ? GatewayError.StoresNoAnswers : GatewayError.NoPreviousAnswer) with { Param = field });

    // In one piece, with what continues an answer where one is to be continued.
    private ReadOnlyMemory<byte> CallersBody()
    {
        var body = exchange.Body is { } held ? held.Sequence : ReadOnlySequence<byte>.Empty;
        if (Continuation is not { Edits.Count: > 0 } continuation)
        {
            return body.IsSingleSegment ? body.First : body.ToArray();
        }

        var edited = new ArrayBufferWriter<byte>((int)body.Length + 1024);
        var position = 0L;
        foreach (var edit in continuation.Edits)
        {
            foreach (var segment in body.Slice(position, edit.Start - position))
            {
                edited.Write(segment.Span);
            }

            edited.Write(edit.Replacement.Span);
            position = edit.Start + edit.Length;
        }

        foreach (var segment in body.Slice(position))
        {
            edited.Write(segment.Span);
        }

        return edited.WrittenMemory;
    }
}
