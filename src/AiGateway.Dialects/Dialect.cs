using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects;

/// <summary>A wire format: its paths, its streams, its errors. Stateless and shared by all requests.</summary>
public abstract class Dialect
{
    /// <summary>The name for logs and documents, in kebab case: <c>openai-chat</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The paths that speak this dialect, aliases not included.</summary>
    public abstract IReadOnlyList<Operation> Operations { get; }

    /// <summary>The header in which its own clients send their key; null, the default: <c>Authorization</c>, as everybody may.</summary>
    public virtual string? KeyHeader => null;

    /// <summary>The parameter of the query in which its own clients may send their key; null, the default: none.</summary>
    public virtual string? KeyParameter => null;

    /// <summary>The header in which its own clients look for the id of the request; null, the default: <c>x-request-id</c>, which every answer has.</summary>
    public virtual string? RequestIdHeader => null;

    /// <summary>The headers in which its own clients look for where they stand; null, the default: OpenAI's, which every answer has.</summary>
    public virtual LimitHeaders? LimitHeaders => null;

    /// <summary>What a request must say of the version that it is in; null, the default: nothing.</summary>
    public virtual ApiVersion? Version => null;

    /// <summary>Headers that mean something in it only: what was put in the words of another dialect goes up without them. Default none.</summary>
    public virtual IReadOnlyList<string> OwnHeaders => [];

    /// <summary>The parameters of a caller's query that go up; null, the default: all of them but <see cref="KeyParameter"/>.</summary>
    public virtual IReadOnlyList<string>? Parameters => null;

    /// <summary>
    /// Who speaks it may want the begun answer at the end of a request marked as one, each in his own way (<c>partial</c>, <c>prefix</c>). Default false:
    /// its place says it.
    /// </summary>
    public virtual bool MarksBegunAnswers => false;

    /// <summary>The operation that is for the same as one of another dialect; null where there is none.</summary>
    /// <param name="task">What it is for; not <see cref="OperationTask.Other"/>.</param>
    /// <param name="streams">The answer is to be a stream.</param>
    public virtual Operation? Find(OperationTask task, bool streams)
    {
        foreach (var operation in Operations)
        {
            if (operation.Task == task)
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>How requests refer to answers that are kept; null, the default: they do not.</summary>
    public virtual AnswerStorage? Storage => null;

    /// <summary>Whether there may be anything in a request for <see cref="LeaveOut"/>. Costs a search or two. Default false.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="model">What the target calls the model.</param>
    public virtual bool MayLeaveOut(in ReadOnlySequence<byte> body, string model) => false;

    /// <summary>
    /// What a request must be sent without that goes on in the dialect it came in: what this program gave the caller for safe keeping, in a place where
    /// the provider has something of its own. Default nothing.
    /// </summary>
    /// <param name="body">The whole body, valid as far as it has been looked at.</param>
    /// <param name="dropped">Takes the names of fields that the caller is to be told of.</param>
    /// <returns>What to take out, or to put in its place.</returns>
    public virtual IReadOnlyList<BodyEdit> LeaveOut(in ReadOnlySequence<byte> body, ICollection<string> dropped) => [];

    /// <summary>Starts reading the stream of one answer.</summary>
    public abstract StreamTap OpenStream(Operation operation);

    /// <summary>Reads what a whole JSON answer says it used; null where it says nothing.</summary>
    /// <param name="answer">The whole body; it need not be valid JSON.</param>
    public abstract TokenUsage? ReadUsage(in ReadOnlySequence<byte> answer);

    /// <summary>Finds the part of a list of models that a request asks for: all of it, the default, in a dialect that knows no parts.</summary>
    /// <param name="models">The list.</param>
    /// <param name="query">The query of the request, with its question mark, or empty.</param>
    /// <param name="page">The part.</param>
    /// <param name="fault">What is wrong with the query.</param>
    public virtual bool TryPage(IReadOnlyList<ListedModel> models, string query, out ModelPage page, out TranslationFault fault)
    {
        (page, fault) = (new ModelPage(models), default);
        return true;
    }

    /// <summary>Writes a part of the list of the models that there are.</summary>
    public abstract void WriteModels(IBufferWriter<byte> output, in ModelPage page);

    /// <summary>Reads a list of models; null where the value is none.</summary>
    internal abstract IReadOnlyList<ListedModel>? ReadModels(JsonView list);

    /// <summary>Writes what is to be told of one model.</summary>
    public abstract void WriteModel(IBufferWriter<byte> output, ListedModel model);

    /// <summary>Writes the body of an error answer.</summary>
    public abstract void WriteError(IBufferWriter<byte> output, in ErrorDetail error);

    /// <summary>Writes an error as one complete event of a stream that has already begun, its blank line included.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="number">The number of the event, in dialects that number them; null where it is not known.</param>
    public abstract void WriteStreamError(IBufferWriter<byte> output, in ErrorDetail error, long? number);

    /// <summary>Says whether and how a broken stream can go on with another target. Where a prefilled one is refused by it, ask again with no prefill.</summary>
    /// <param name="broken">What broke, and who is next.</param>
    /// <param name="continuation">Reads and rewrites the next target's answer.</param>
    /// <returns>False where it cannot be continued, as in a dialect that knows no way: the stream then ends with an in-band error.</returns>
    public virtual bool TryContinue(in StreamBreak broken, [NotNullWhen(true)] out StreamContinuation? continuation)
    {
        continuation = null;
        return false;
    }
}

/// <summary>Names of headers that tell of the requests a minute.</summary>
/// <param name="Limit">How many there are.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="Reset">When all of them are there again, as a time of RFC 3339.</param>
public sealed record LimitHeaders(string Limit, string Remaining, string Reset);

/// <summary>An error in nobody's dialect.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The contract's type: <c>invalid_request_error</c>.</param>
/// <param name="Code">The contract's code: <c>bad_request</c>.</param>
/// <param name="Message">One or two sentences for the caller.</param>
/// <param name="Param">The field at fault, or null.</param>
/// <param name="RequestId">The id of the request, for dialects whose errors carry it.</param>
public readonly record struct ErrorDetail(int Status, string Type, string Code, string Message, string? Param, string RequestId);
