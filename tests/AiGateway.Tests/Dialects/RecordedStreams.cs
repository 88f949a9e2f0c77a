using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects;

/// <summary>Streams in the shapes that providers were seen to send.</summary>
internal static class RecordedStreams
{
    private const string Chat = "/v1/chat/completions";
    private const string Responses = "/v1/responses";
    private const string Messages = "/v1/messages";
    private const string Gemini = "/v1beta/models/{model}:streamGenerateContent";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecordedStream> All { get; } =
    [
        new("OpenAI with usage asked for", Chat, "CCCUE", new TokenUsage(5, 4, 0, 3, 0), true, Lines(
            """{"id":"c1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}""",
            """{"id":"c1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-x","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"xYz"}""",
            """{"id":"c1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-x","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""",
            """{"id":"c1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-x","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""",
            "[DONE]")),
        new("DashScope thinking", Chat, "CCCCUE", new TokenUsage(12, 0, 0, 30, 21), true, Lines(
            """{"choices":[{"delta":{"content":null,"role":"assistant","reasoning_content":""},"index":0,"logprobs":null,"finish_reason":null}],"object":"chat.completion.chunk","usage":null,"created":1790000000,"system_fingerprint":null,"model":"qwen3.8-flash","id":"chatcmpl-a1"}""",
            """{"choices":[{"delta":{"content":null,"reasoning_content":"Let me"},"index":0,"finish_reason":null}],"usage":null,"id":"chatcmpl-a1"}""",
            """{"choices":[{"delta":{"content":"你好","reasoning_content":null},"index":0,"finish_reason":null}],"usage":null,"id":"chatcmpl-a1"}""",
            """{"choices":[{"delta":{"content":""},"index":0,"finish_reason":"stop"}],"usage":null,"id":"chatcmpl-a1"}""",
            """{"choices":[],"object":"chat.completion.chunk","usage":{"prompt_tokens":12,"completion_tokens":30,"total_tokens":42,"completion_tokens_details":{"reasoning_tokens":21,"text_tokens":30},"prompt_tokens_details":{"cached_tokens":0}},"id":"chatcmpl-a1"}""",
            "[DONE]")),
        new("DashScope tool call with empty ids", Chat, "CCCUE", new TokenUsage(20, 100, 30, 9, 0), true, Lines(
            """{"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}],"role":"assistant"},"index":0}],"usage":null}""",
            """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","type":"function","function":{"arguments":"{\"finish_reason\":\"stop\"}"}}]},"index":0,"finish_reason":null}],"usage":null}""",
            """{"choices":[{"finish_reason":"tool_calls","delta":{},"index":0}],"usage":null}""",
            """{"usage":{"prompt_tokens":150,"completion_tokens":9,"total_tokens":159,"prompt_tokens_details":{"cached_tokens":100,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":30},"cache_type":"ephemeral"}},"choices":[]}""",
            "[DONE]")),
        new("DeepSeek: usage in the finish chunk, comments as heartbeats", Chat, "HCCE", new TokenUsage(8, 64, 0, 5, 2), true,
            ": keep-alive\n\n" + Lines(
            """{"id":"d","choices":[{"index":0,"delta":{"role":"assistant","content":"A"},"finish_reason":null}]}""",
            """{"id":"d","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":72,"completion_tokens":5,"total_tokens":77,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":8,"completion_tokens_details":{"reasoning_tokens":2}}}""",
            "[DONE]")),
        new("Cumulative usage in every chunk", Chat, "CCE", new TokenUsage(3, 0, 0, 2, 0), true, Lines(
            """{"choices":[{"index":0,"delta":{"content":"A"},"finish_reason":""}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""",
            """{"choices":[{"index":0,"delta":{"content":"B"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            "[DONE]")),
        new("Azure: empty first chunk", Chat, "CCCE", null, true, Lines(
            """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"A"},"finish_reason":null}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            "[DONE]")),
        new("Two choices interleaved", Chat, "CCCCE", null, true, Lines(
            """{"choices":[{"index":1,"delta":{"content":"A"},"finish_reason":null}]}""",
            """{"choices":[{"index":0,"delta":{"content":"B"},"finish_reason":null}]}""",
            """{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            "[DONE]")),
        new("Finished, but without [DONE]", Chat, "C", null, true, Lines("""{"choices":[{"index":0,"delta":{"content":"A"},"finish_reason":"eos"}]}""")),
        new("Cut after its first token", Chat, "C", null, false, Lines("""{"choices":[{"index":0,"delta":{"content":"A"},"finish_reason":"null"}]}""")),
        new("[DONE] without a finish reason", Chat, "CM", null, false, Lines("""{"choices":[{"index":0,"delta":{"content":"A"},"finish_reason":null}]}""", "[DONE]")),
        new("The last event lacks its blank line", Chat, "C", null, true, "data:{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"),
        new("DashScope error in a stream", Chat, "CX", null, false,
            Lines("""{"choices":[{"index":0,"delta":{"content":"A"},"finish_reason":null}]}""")
            + "id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"InvalidParameter\",\"message\":\"Range of max_tokens should be [1, 8192]\",\"request_id\":\"b2\"}\n\n"),
        new("Legacy completions", "/v1/completions", "CCE", null, true, Lines(
            """{"id":"l","object":"text_completion","choices":[{"text":"A","index":0,"logprobs":null,"finish_reason":null}]}""",
            """{"id":"l","object":"text_completion","choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"length"}]}""",
            "[DONE]")),
        new("OpenAI response", Responses, "CCE", new TokenUsage(6, 3, 1, 20, 12), true,
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"status\":\"in_progress\",\"error\":null,\"usage\":null}}\n\n"
            + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\"Hi\"}\n\n"
            + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":1},\"output_tokens\":20,\"output_tokens_details\":{\"reasoning_tokens\":12},\"total_tokens\":30}}}\n\n"),
        new("DashScope response: no spaces, status comments", Responses, "CE", new TokenUsage(7, 0, 0, 2, 0), true,
            "id:1\nevent:response.created\n:HTTP_STATUS/200\ndata:{\"response\":{\"status\":\"queued\"},\"sequence_number\":0,\"type\":\"response.created\"}\n\n"
            + "id:2\nevent:response.completed\n:HTTP_STATUS/200\ndata:{\"response\":{\"usage\":{\"input_tokens\":7,\"output_tokens\":2,\"x_tools\":{}}},\"sequence_number\":1}\n\n"),
        new("Response with a nested error", Responses, "CX", null, false,
            "event: response.created\ndata: {\"type\":\"response.created\"}\n\n"
            + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":\"x\",\"message\":\"m\",\"param\":null}}\n\n"),
        new("Response cut in its last event", Responses, "CM", null, false,
            "data: {\"type\":\"response.created\"}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":7"),
        new("Image", "/v1/images/generations", "CC", new TokenUsage(50, 0, 0, 1000, 0), true,
            "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AAAA\"}\n\n"
            + "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"AAAA\",\"usage\":{\"total_tokens\":1050,\"input_tokens\":50,\"output_tokens\":1000,\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":40}}}\n\n"),
        new("Transcript cut off", "/v1/audio/transcriptions", "C", null, false, Lines("""{"type":"transcript.text.delta","delta":"Hi"}""")),
        new("Speech", "/v1/audio/speech", "CC", new TokenUsage(4, 0, 0, 9, 0), true, Lines(
            """{"type":"speech.audio.delta","audio":"AA"}""",
            """{"type":"speech.audio.done","usage":{"input_tokens":4,"output_tokens":9,"total_tokens":13}}""")),
        new("Anthropic: thinking, text and a call", Messages, "CCCCCHCCCCCCCE", new TokenUsage(10, 90, 5, 20, 7), true, Typed(
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":90,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"Ev"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"ping"}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"{\"type\":\"message_stop\"}"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"stop_reason\":\"x\"}"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":20,"output_tokens_details":{"thinking_tokens":7}}}""",
            """{"type":"message_stop"}""")),
        new("Imitation of Anthropic: no event names, usage at the end only", Messages, "CCCE", new TokenUsage(11, 0, 0, 3, 0), true, Lines(
            """{"type":"message_start","message":{"id":"m","usage":{"input_tokens":0,"output_tokens":0}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A"}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":11,"output_tokens":3}}""",
            """{"type":"message_stop"}""")),
        new("Anthropic: overloaded in the middle", Messages, "CCX", new TokenUsage(4, 0, 0, 1, 0), false, Typed(
            """{"type":"message_start","message":{"id":"m","usage":{"input_tokens":4,"output_tokens":1}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A"}}""",
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")),
        new("Anthropic: stopped, but without its last event", Messages, "C", null, true, Typed("""{"type":"message_delta","delta":{"stop_reason":"max_tokens"}}""")),
        new("Anthropic: its last event without a reason to stop", Messages, "CM", null, false, Typed(
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A","stop_reason":"end_turn"}}""",
            """{"type":"message_stop"}""")),
        new("Gemini: thoughts, text and a call", Gemini, "CCC", new TokenUsage(6, 3, 0, 25, 20), true, Lines(
            """{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":3,"totalTokenCount":9},"modelVersion":"gemini-x","responseId":"r1"}""",
            """{"candidates":[{"content":{"parts":[{"text":"{\"finishReason\":\"STOP\"}"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":3,"candidatesTokenCount":2,"thoughtsTokenCount":20,"totalTokenCount":31}}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"Ci"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":3,"candidatesTokenCount":5,"thoughtsTokenCount":20,"totalTokenCount":34}}""")),
        new("Gemini: the prompt is refused", Gemini, "C", new TokenUsage(4, 0, 0, 0, 0), true, Lines("""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}}""")),
        new("Gemini: two candidates", Gemini, "CC", null, true, Lines(
            """{"candidates":[{"content":{"parts":[{"text":"A"}]},"index":1,"finishReason":"STOP"},{"content":{"parts":[{"text":"B"}]},"index":0}]}""",
            """{"candidates":[{"content":{},"index":0,"finishReason":"MAX_TOKENS"}]}""")),
        new("Gemini: cut off", Gemini, "C", null, false, Lines("""{"candidates":[{"content":{"parts":[{"text":"A"}]},"finishReason":"FINISH_REASON_UNSPECIFIED"}]}""")),
        new("Gemini: an error in the middle", Gemini, "CX", null, false, Lines(
            """{"candidates":[{"content":{"parts":[{"text":"A"}]}}]}""", """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""")),
        new("Gemini: an error in an array", Gemini, "X", null, false, Lines("""[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}]""")),
    ];

    private static string Typed(params ReadOnlySpan<string> data)
    {
        var text = new System.Text.StringBuilder();
        foreach (var line in data)
        {
            text.Append("event: ").Append(line.Split('"')[3]).Append("\ndata: ").Append(line).Append("\n\n");
        }

        return text.ToString();
    }

    private static string Lines(params ReadOnlySpan<string> data)
    {
        var text = new System.Text.StringBuilder();
        foreach (var line in data)
        {
            text.Append("data: ").Append(line).Append("\n\n");
        }

        return text.ToString();
    }
}
