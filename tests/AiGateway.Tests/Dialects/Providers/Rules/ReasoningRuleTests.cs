using AiGateway.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Providers.Rules;

public sealed class ReasoningRuleTests
{
    private const string High = "\"reasoning_effort\":\"high\"";
    private const string Medium = "\"reasoning_effort\":\"medium\"";
    private const string Off = "\"reasoning_effort\":\"none\"";
    private const string Budget = "\"thinking_budget\":2048";
    private const string Forced = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";

    [Theory]
    [InlineData("openai", "gpt-5.1", High, "reasoning_effort", "\"high\"")]
    [InlineData("openai", "gpt-5.1", Off, "reasoning_effort", "\"none\"")]
    [InlineData("openai", "gpt-5", Budget, "reasoning_effort", "\"low\"")]
    [InlineData("openai", "gpt-5-pro", Medium, "reasoning_effort", "\"high\"")]
    [InlineData("openai", "o3", "\"reasoning_effort\":\"xhigh\"", "reasoning_effort", "\"high\"")]
    [InlineData("openai", "gpt-5.5", "\"reasoning_effort\":\"max\"", "reasoning_effort", "\"xhigh\"")]
    [InlineData("dashscope", "qwen-plus", High, "enable_thinking", "true")]
    [InlineData("dashscope", "qwen-plus", High, "thinking_budget", "24576")]
    [InlineData("dashscope", "qwen-plus", Budget, "thinking_budget", "2048")]
    [InlineData("dashscope", "qwen-plus", "\"thinking_budget\":100000", "thinking_budget", "32768")]
    [InlineData("dashscope", "qwen3.8-flash", Off, "enable_thinking", "false")]
    [InlineData("dashscope", "qwen-plus", "\"enable_thinking\":true", "thinking_budget", null)]
    [InlineData("siliconflow", "Qwen/Qwen3-32B", "\"thinking_budget\":1", "thinking_budget", "128")]
    [InlineData("deepseek", "deepseek-chat", Medium, "thinking.type", "\"enabled\"")]
    [InlineData("deepseek", "deepseek-chat", Medium, "reasoning_effort", "\"high\"")]
    [InlineData("deepseek", "deepseek-chat", Off, "thinking.type", "\"disabled\"")]
    [InlineData("zhipu", "glm-4.6", High, "thinking.type", "\"enabled\"")]
    [InlineData("zhipu", "glm-4.6", High, "reasoning_effort", null)]
    [InlineData("moonshot", "kimi-k2.6", Off, "thinking.type", "\"disabled\"")]
    [InlineData("ark", "doubao-seed-1-6", Budget, "thinking.type", "\"enabled\"")]
    [InlineData("openrouter", "anthropic/claude-opus-5", High, "reasoning.effort", "\"high\"")]
    [InlineData("openrouter", "anthropic/claude-opus-5", Budget, "reasoning.max_tokens", "2048")]
    [InlineData("openrouter", "qwen/qwen3-32b", Off, "reasoning.enabled", "false")]
    [InlineData("together", "Qwen/Qwen3-32B", High, "reasoning.enabled", "true")]
    [InlineData("vllm", "Qwen3-32B", Budget, "chat_template_kwargs.enable_thinking", "true")]
    [InlineData("sglang", "Qwen3-32B", Off, "chat_template_kwargs.enable_thinking", "false")]
    [InlineData("vllm", "openai/gpt-oss-120b", Budget, "reasoning_effort", "\"low\"")]
    [InlineData("groq", "openai/gpt-oss-120b", High, "reasoning_effort", "\"high\"")]
    [InlineData("openai-compatible", "whatever", "\"reasoning_effort\":\"max\"", "reasoning_effort", "\"high\"")]
    public void Thinking_is_asked_for_in_the_words_of_the_model(string type, string model, string members, string path, string? expected)
    {
        var request = RuledRequest.Of(type, model, members, streams: true);

        Assert.Equal(expected, request[path]);
        Assert.Empty(request.Dropped);
    }

    [Theory]
    [InlineData("openai", "gpt-4o", High, "reasoning_effort", null)]
    [InlineData("openai", "o3", Off, "reasoning_effort", "\"low\"")]
    [InlineData("openai-compatible", "whatever", Off, "reasoning_effort", null)]
    [InlineData("dashscope", "qwen3-coder-plus", High, "enable_thinking", null)]
    [InlineData("dashscope", "qwq-plus", Off, "enable_thinking", null)]
    [InlineData("dashscope", "kimi-k2-thinking", High, "enable_thinking", null)]
    [InlineData("moonshot", "kimi-k2-thinking", Off, "thinking", null)]
    [InlineData("deepseek", "deepseek-reasoner", Off, "thinking", null)]
    [InlineData("mistral", "mistral-large-latest", High, "reasoning_effort", null)]
    [InlineData("xai", "grok-4", High, "reasoning_effort", null)]
    [InlineData("dashscope", "qwen-plus", High + "," + Forced, "enable_thinking", "false")]
    public void What_a_model_cannot_be_told_of_thinking_is_said(string type, string model, string members, string path, string? expected)
    {
        var request = RuledRequest.Of(type, model, members, streams: true);

        Assert.Equal(expected, request[path]);
        Assert.Equal(["reasoning_effort"], request.Dropped);
    }

    [Fact]
    public void A_model_that_never_thinks_need_not_be_told_so() => Assert.Empty(RuledRequest.Of("dashscope", "qwen3-coder-plus", Off).Dropped);

    [Fact]
    public void Open_Qwen_models_think_in_streams_only()
    {
        var whole = RuledRequest.Of("dashscope", "qwen3-32b", High);
        var unasked = RuledRequest.Of("dashscope", "qwen3-32b", "\"seed\":1");

        Assert.Equal("true", RuledRequest.Of("dashscope", "qwen3-32b", High, streams: true)["enable_thinking"]);
        Assert.Equal("false", whole["enable_thinking"]);
        Assert.Equal(["reasoning_effort"], whole.Dropped);
        Assert.Equal("false", unasked["enable_thinking"]);
        Assert.Empty(unasked.Dropped);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", High, "thinking.budget_tokens", "24576")]
    [InlineData("claude-sonnet-4-5-20250929", High, "thinking.type", "\"enabled\"")]
    [InlineData("claude-sonnet-4-5", High + ",\"max_tokens\":3000", "thinking.budget_tokens", "1500")]
    [InlineData("claude-sonnet-4-5", "\"thinking_budget\":10", "thinking.budget_tokens", "1024")]
    [InlineData("claude-opus-4-1", Off, "thinking.type", "\"disabled\"")]
    [InlineData("claude-opus-4-6", High, "output_config.effort", "\"high\"")]
    [InlineData("claude-opus-4-6", "\"reasoning_effort\":\"xhigh\"", "output_config.effort", "\"high\"")]
    [InlineData("claude-opus-4-7", Budget, "thinking.type", "\"adaptive\"")]
    [InlineData("claude-opus-4-7", Budget, "thinking.budget_tokens", null)]
    [InlineData("claude-opus-4-7", "\"reasoning_effort\":\"xhigh\"", "output_config.effort", "\"xhigh\"")]
    [InlineData("claude-fable-5", "\"reasoning_effort\":\"minimal\"", "output_config.effort", "\"low\"")]
    [InlineData("claude-opus-4-5@20251101", "\"seed\":1", "max_tokens", "64000")]
    [InlineData("claude-opus-4-20250514", "\"seed\":1", "max_tokens", "32000")]
    [InlineData("claude-3-haiku-20240307", "\"max_tokens\":64000", "max_tokens", "4096")]
    [InlineData("claude-opus-5", "\"seed\":1", "max_tokens", "128000")]
    [InlineData("claude-sonnet-4-6", "\"seed\":1", "max_tokens", "64000")]
    public void Claude_is_asked_in_the_words_of_its_generation(string model, string members, string path, string? expected) =>
        Assert.Equal(expected, RuledRequest.Of("openai-compatible", model, members, DialectCodecs.Anthropic)[path]);

    [Theory]
    [InlineData("gemini-2.5-flash", High, "thinkingBudget", "24576")]
    [InlineData("gemini-2.5-flash", Off, "thinkingBudget", "0")]
    [InlineData("gemini-2.5-flash", "\"thinking_budget\":30000", "thinkingBudget", "24576")]
    [InlineData("gemini-2.5-pro", "\"thinking_budget\":30000", "thinkingBudget", "30000")]
    [InlineData("gemini-2.5-pro", Off, "thinkingBudget", "128")]
    [InlineData("gemini-2.5-flash-lite", "\"thinking_budget\":100", "thinkingBudget", "512")]
    [InlineData("gemini-3.5-flash", Budget, "thinkingLevel", "\"low\"")]
    [InlineData("gemini-3.5-flash", Budget, "thinkingBudget", null)]
    [InlineData("gemini-3-flash-preview", Off, "thinkingLevel", "\"minimal\"")]
    [InlineData("gemini-3.1-pro-preview", Medium, "thinkingLevel", "\"medium\"")]
    [InlineData("gemini-3-pro-preview", Medium, "thinkingLevel", "\"low\"")]
    [InlineData("gemini-2.0-flash", High, "thinkingLevel", null)]
    public void Gemini_is_asked_in_the_words_of_its_generation(string model, string members, string path, string? expected) =>
        Assert.Equal(expected, RuledRequest.Of("openai-compatible", model, members, DialectCodecs.Gemini)["generationConfig.thinkingConfig." + path]);
}
