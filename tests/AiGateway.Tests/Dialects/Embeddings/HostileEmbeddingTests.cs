using System.Text;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Tests.Dialects.Embeddings;

/// <summary>What is cheap to send must be cheap to translate: the work grows with the size of a request, and not with its square.</summary>
public sealed class HostileEmbeddingTests
{
    private const int Many = 300_000;
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_text_in_very_many_parts_takes_the_memory_of_one_in_one()
    {
        var parts = string.Join(',', Enumerable.Repeat("""{"text":"a"}""", Many));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var request = Read($$$"""{"content":{"parts":[{{{parts}}}]}}""");

        Assert.Equal(Many, request.Inputs[0].Text.Escaped.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1000L * Many);
    }

    [Fact]
    public void Very_many_unknown_members_are_dropped_in_no_time()
    {
        var members = string.Join(',', Enumerable.Range(0, Many).Select(number => $"\"m{number}\":1"));
        var dropped = new List<string>();
        var started = TimeProvider.System.GetTimestamp();

        var request = Read($$"""{"content":{"parts":[{"text":"a"}]},{{members}}}""");
        OpenAiEmbeddings.Instance.Write(
            new System.Buffers.ArrayBufferWriter<byte>(), request, new EmbeddingQuestion("m", 0, 1, EmbeddingRules.Default), dropped);

        Assert.True(TimeProvider.System.GetElapsedTime(started) < s_long, $"It took {TimeProvider.System.GetElapsedTime(started)}.");
        Assert.Equal("…", dropped[^1]);
    }

    private static EmbeddingRequest Read(string body)
    {
        Assert.True(GeminiEmbeddings.One.TryRead(Encoding.UTF8.GetBytes(body), out var request, out var fault), fault.Message);
        return request;
    }
}
