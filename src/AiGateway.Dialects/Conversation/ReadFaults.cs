using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Takes note of what is wrong with a body while it is read. The first fault counts: what follows may come of it.</summary>
internal sealed class ReadFaults
{
    /// <summary>The first fault; null while there is none.</summary>
    public TranslationFault? First { get; private set; }

    /// <summary>Takes note of a fault.</summary>
    public void Add(string where, string message) => First ??= new TranslationFault(where, message);

    /// <summary>A number; null where there is none. Any other value is a fault: left out, it would be lost without a word.</summary>
    public double? Number(JsonView holder, ReadOnlySpan<byte> name)
    {
        var value = holder[name];
        if (value.IsGiven && value.Number is null)
        {
            Add(Encoding.UTF8.GetString(name), "must be a number");
        }

        return value.Number;
    }

    /// <summary>A whole number; null where there is none. Any other value is a fault.</summary>
    public long? Integer(JsonView holder, ReadOnlySpan<byte> name)
    {
        var value = holder[name];
        if (value.IsGiven && value.Integer is null)
        {
            Add(Encoding.UTF8.GetString(name), "must be a whole number");
        }

        return value.Integer;
    }
}
