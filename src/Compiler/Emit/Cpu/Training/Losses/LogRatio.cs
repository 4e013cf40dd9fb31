namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints log p − log q of the teacher's and the student's distribution, p and q, at whatever temperature: with u the difference of the two
/// logits below their largest, it is u less the logarithm of Σt/Σs, the ratio of the sums of exponentials t and s. That ratio is
/// <c>1 + Σ (t − s) / Σs</c>, and t − s is <c>s · (e^u − 1)</c>: where u is small, nothing is a difference of numbers near each other. The
/// variables are vectors called <c>t</c>, <c>s</c> and <c>u</c>.
/// </summary>
internal sealed class LogRatio(CpuContext context, double temperature)
{
    private CodeWriter Writer => context.Kernels;

    private VectorCode Code => context.Code;

    /// <summary>Declares u.</summary>
    /// <param name="teacher">The teacher's value below its largest.</param>
    /// <param name="student">The student's.</param>
    public void EmitDifference(string teacher, string student) =>
        Writer.Line($"{Code.Type} u = (({teacher}) - ({student})) / {Code.Constant(temperature)};");

    /// <summary>t − s.</summary>
    public string DifferenceOfPowers => Select("u", $"s * (u + {Remainder("u")})", "t - s");

    /// <summary>Declares <c>log</c>, from the vector with the logarithm of Σt/Σs.</summary>
    public void EmitLog(string shift) => Writer.Line($"{Code.Type} log = u - {shift};");

    /// <summary>Σt times p · log + q − p: see <see cref="VectorDivergenceTable"/>.</summary>
    /// <param name="ratio">A vector of Σt/Σs.</param>
    public string Term(string ratio) => Select("log", $"t * {Remainder("-log")}", $"s * {ratio} - t + {UnlessExcluded("t * log")}");

    /// <summary>q − p, each multiplied by the same.</summary>
    /// <param name="studentShare">What makes s the student's.</param>
    /// <param name="teacherShare">What makes t the teacher's.</param>
    public string DifferenceOfShares(string studentShare, string teacherShare) =>
        Select("log", $"t * {teacherShare} * ({Remainder("-log")} - log)", $"s * {studentShare} - t * {teacherShare}");

    /// <summary>0 where the teacher excludes the class, whatever the student says.</summary>
    public string UnlessExcluded(string value) =>
        $"{Code.Class}.ConditionalSelect({Code.Class}.Equals(t, {Code.Zero}), {Code.Zero}, {value})";

    private string Remainder(string of) => context.Functions.Call("ExpRemainder", of);

    /// <summary>What is exact where a logarithm is small, and what is elsewhere.</summary>
    private string Select(string log, string near, string far) => $"{Code.Class}.ConditionalSelect("
        + $"{Code.Class}.LessThanOrEqual({Code.Class}.Abs({log}), {Code.Constant(1)}), {near}, {far})";
}
