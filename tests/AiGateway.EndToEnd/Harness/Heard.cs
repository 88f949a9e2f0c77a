using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Harness;

/// <summary>A stream as its caller got it, taken apart.</summary>
public sealed class Heard
{
    private readonly List<JsonElement> _chunks = [];

    public Heard(RawAnswer answer)
    {
        Answer = answer;
        foreach (var block in answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var line in block.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)))
            {
                var data = line[5..].Trim();
                if (data == "[DONE]")
                {
                    DoneCount++;
                    continue;
                }

                _chunks.Add(JsonElement.Parse(data));
            }
        }
    }

    public RawAnswer Answer { get; }

    public int DoneCount { get; }

    /// <summary>All content, put together.</summary>
    public string Text => Choices.Aggregate(
        new StringBuilder(),
        (text, choice) => choice.GetProperty("delta").TryGetProperty("content", out var content) ? text.Append(content.GetString()) : text).ToString();

    public IReadOnlyList<string?> Ids => [.. Distinct("id")];

    public IReadOnlyList<string?> Models => [.. Distinct("model")];

    public IReadOnlyList<string?> FinishReasons =>
        [.. Choices.Select(choice => choice.GetProperty("finish_reason")).Where(reason => reason.ValueKind == JsonValueKind.String).Select(reason => reason.GetString())];

    public IReadOnlyList<JsonElement> Usages =>
        [.. _chunks.Where(chunk => chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object).Select(chunk => chunk.GetProperty("usage"))];

    /// <summary>The code of an in-band error, or null.</summary>
    public string? ErrorCode => _chunks.Select(chunk => chunk.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null)
        .FirstOrDefault(code => code is not null);

    private IEnumerable<JsonElement> Choices =>
        _chunks.Where(chunk => chunk.TryGetProperty("choices", out _)).SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray());

    /// <summary>It is one whole answer: every token once, one id, one model, one end, and nothing broken about it.</summary>
    public void AssertIsWhole()
    {
        Assert.Equal(200, Answer.Status);
        Assert.Null(ErrorCode);
        Assert.Equal(Tale.Text, Text);
        Assert.Single(Ids);
        Assert.Single(Models);
        Assert.Equal(["stop"], FinishReasons);
        Assert.Equal(1, DoneCount);
        Assert.EndsWith(Samples.Done, Answer.Text, StringComparison.Ordinal);
        Assert.True(Answer.Whole);
    }

    /// <summary>It is the beginning of the tale, and an in-band error says that there will be no more.</summary>
    public void AssertIsBrokenOff()
    {
        Assert.Equal("stream_interrupted", ErrorCode);
        Assert.StartsWith(Text, Tale.Text, StringComparison.Ordinal);
        Assert.Equal(0, DoneCount);
        Assert.False(Answer.Whole);
    }

    private IEnumerable<string?> Distinct(string member) =>
        _chunks.Where(chunk => chunk.TryGetProperty(member, out _)).Select(chunk => chunk.GetProperty(member).GetString()).Distinct();
}
