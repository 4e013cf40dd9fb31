namespace Fusion;

/// <summary>Each channel times a trained number, such as ConvNeXt's layer scale: (…, C) to (…, C). Parameter: <c>weight</c> [C].</summary>
/// <remarks><c>x · weight</c>, channel by channel (arXiv 2103.17239). Behind a convolution or linear layer it costs nothing.</remarks>
/// <example>
/// <code>
/// [Linear(64), Scale(Name = "gamma", Parameter = "")]   Layer fc;
/// </code>
/// </example>
public sealed class ScaleAttribute : OperationAttribute
{
    /// <summary>What the parameter is called behind the operation's own name; <c>weight</c> where it is not given. Nothing, <c>""</c>,
    /// gives it the operation's name, as of a bare <c>nn.Parameter</c>.</summary>
    public string? Parameter { get; set; }
}
