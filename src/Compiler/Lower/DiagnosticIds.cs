namespace Fusion.Compiler.Lower;

/// <summary>The diagnostics that lowering can end with.</summary>
public static class DiagnosticIds
{
    public const string UnknownLayer = "FUS013";
    public const string Numbering = "FUS019";
    public const string UnknownName = "FUS021";
    public const string UnexpectedValue = "FUS023";
    public const string Arithmetic = "FUS024";
    public const string Thrown = "FUS026";
    public const string BlockArguments = "FUS032";
    public const string Recursion = "FUS033";
    public const string Repeat = "FUS034";
    public const string BlockInputs = "FUS037";
    public const string TooManySteps = "FUS040";
    public const string DuplicateParameter = "FUS041";
    public const string DifferentParameters = "FUS042";
    public const string ConfusableSizes = "FUS043";
    public const string SharedParameter = "FUS044";
    public const string InvalidName = "FUS045";
    public const string TooDeep = "FUS046";
    public const string LinearPerPosition = "FUS048";
    public const string NormOfOne = "FUS049";
    public const string TapName = "FUS054";
    public const string DuplicateTap = "FUS055";
    public const string DifferentTaps = "FUS056";
    public const string NoEffect = "FUS057";
    public const string ShapeMismatch = "FUS101";
    public const string NoKernel = "FUS206";
    public const string WeightConstraint = "FUS303";
}
