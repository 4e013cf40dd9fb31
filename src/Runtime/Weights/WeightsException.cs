namespace Fusion;

/// <summary>
/// Weights that cannot be used: a file that is not a well-formed <c>.safetensors</c>, or tensors that do not fit the network. The message
/// names the tensor, what was expected and what was found.
/// </summary>
public sealed class WeightsException : Exception
{
    /// <summary>A single problem.</summary>
    public WeightsException(string message) : base(message) => Problems = [message];

    /// <summary>A single problem with its cause.</summary>
    public WeightsException(string message, Exception innerException) : base(message, innerException) => Problems = [message];

    /// <summary>Several problems, all of which the message lists.</summary>
    public WeightsException(string summary, IReadOnlyList<string> problems)
        : base(summary + string.Concat(problems.Select(problem => "\n  " + problem))) => Problems = problems;

    /// <summary>Each problem in a sentence of its own.</summary>
    public IReadOnlyList<string> Problems { get; }
}
