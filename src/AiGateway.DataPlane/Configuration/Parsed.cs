using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Configuration;

/// <summary>What came of reading a text: a value, or what is wrong with the text.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Parsed<T>
{
    internal Parsed(T? value, string? problem) => (Value, Problem) = (value, problem);

    /// <summary>The value; the default of its type where there is a problem.</summary>
    public T? Value { get; }

    /// <summary>What is wrong, as a phrase that follows the text ("has no unit"), never repeating the text itself; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>The text was good.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Problem is null;
}

/// <summary>Makes results of reading a text.</summary>
public static class Parsed
{
    /// <summary>The text was good.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">What it says.</param>
    public static Parsed<T> Good<T>(T value) => new(value, null);

    /// <summary>The text was bad.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="problem">A phrase that follows the text and does not repeat it: "has no unit".</param>
    public static Parsed<T> Bad<T>(string problem) => new(default, problem);
}
