namespace Fusion.Compiler.Emit;

/// <summary>How a target writes arithmetic on what a register holds: a number, or several side by side.</summary>
public interface INumberCode
{
    /// <summary>The type of a variable.</summary>
    string Type { get; }

    /// <summary>The expression for a number.</summary>
    string Constant(double value);

    /// <summary>a · b + c.</summary>
    string MultiplyAdd(string a, string b, string c);
}
