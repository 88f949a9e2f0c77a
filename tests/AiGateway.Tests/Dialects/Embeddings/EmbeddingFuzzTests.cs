using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Tests.Dialects.Embeddings;

public sealed class EmbeddingFuzzTests
{
    private static readonly (string Operation, string Body)[] s_requests =
    [
        ("embeddings", """{"model":"m","input":["Hello","你好 \u00e9 \ud83d\ude00"],"encoding_format":"base64","dimensions":8,"user":"u","title":"t","task_type":"X"}"""),
        ("embeddings", """{"model":"m","input":[[1,2,3],[4]]}"""),
        ("embed_content", """{"content":{"parts":[{"text":"a"},{"text":"b"}]},"taskType":"X","title":"t","outputDimensionality":8,"new":[1]}"""),
        ("batch_embed_contents", """{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"inlineData":{"data":"AAAA"}}]}}]}"""),
    ];

    private static readonly (string Operation, string Body)[] s_answers =
    [
        ("embeddings", """{"object":"list","data":[{"index":1,"embedding":[0.5,-2e-3,1E5]},{"index":0,"embedding":"AAAAPwAAAMAAAIA+"}],"model":"m\u00e9","usage":{"prompt_tokens":3}}"""),
        ("batch_embed_contents", """{"embeddings":[{"values":[0.5,-2e-3]},{"values":[1]}],"usageMetadata":{"promptTokenCount":3}}"""),
    ];

    private static readonly string[] s_targets = ["embeddings", "embed_content", "batch_embed_contents"];

    [Fact]
    public void Whatever_a_request_says_nothing_throws_and_what_is_written_is_json()
    {
        var random = new Random(Fuzzing.Seed);
        var read = 0;
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (operation, sample) = s_requests[random.Next(s_requests.Length)];
            if (!Operations.Named(operation).Vectors!.TryRead(Break(sample, random), out var request, out var fault))
            {
                Assert.NotEmpty(fault.Message);
                continue;
            }

            read++;
            foreach (var target in s_targets)
            {
                var output = new ArrayBufferWriter<byte>();
                Operations.Named(target).Vectors!.Write(output, request, new EmbeddingQuestion("m", 0, 1, EmbeddingRules.Default), []);
                using var _ = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 600 });
            }
        }

        Assert.True(read > Fuzzing.Inputs / 50, $"only {read} could be read");
    }

    [Fact]
    public void Whatever_an_answer_says_nothing_throws_and_what_is_written_is_json()
    {
        var random = new Random(Fuzzing.Seed);
        var read = 0;
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (operation, sample) = s_answers[random.Next(s_answers.Length)];
            if (!Operations.Named(operation).Vectors!.TryReadAnswer(Break(sample, random), 2, out var answer))
            {
                continue;
            }

            read++;
            foreach (var target in s_targets)
            {
                var output = new ArrayBufferWriter<byte>();
                Operations.Named(target).Vectors!.WriteAnswer(output, answer, new EmbeddingRequest { Inputs = [], Base64 = read % 2 == 0 });
                using var _ = JsonDocument.Parse(output.WrittenMemory);
            }
        }

        Assert.True(read > Fuzzing.Inputs / 50, $"only {read} could be read");
    }

    private static byte[] Break(string sample, Random random) =>
        Fuzzing.Mutate(Encoding.UTF8.GetBytes(sample), "{}[]\",:\\utfn0-.e \r\n\u0001\u00e9d8"u8, random);
}
