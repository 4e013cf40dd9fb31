using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints how a kernel adds its results, pixel after pixel, for a squeeze: a vector of channels as floats or, where the sums are long, as
/// doubles. The order is the same for every size of tile.
/// </summary>
/// <param name="isWide">Whether the sums are doubles: see <see cref="LongSums"/>.</param>
/// <param name="name">The local variable.</param>
public sealed class SqueezeSum(CodeWriter writer, VectorCode code, bool isWide, string name)
{
    private readonly WideSum _wide = new(writer, code, name);

    /// <summary>What the names of microkernels end with.</summary>
    public static string Suffix(SqueezeSums? squeeze) => squeeze is null ? "" : squeeze.IsWide ? "_WideSums" : "_Sums";

    /// <summary>The type of the values in memory.</summary>
    public static string Type(SqueezeSums squeeze) => squeeze.IsWide ? "double" : "float";

    /// <summary>The statement that declares a pointer to the first block's sums.</summary>
    public static string Declare(SqueezeSums squeeze, string pointer) => squeeze.IsWide
        ? $"double* {pointer} = (double*)({KernelText.Base(squeeze.Sums)});"
        : $"float* {pointer} = {KernelText.Base(squeeze.Sums)};";

    /// <summary>The statement that zeroes so many sums.</summary>
    public static string Clear(SqueezeSums squeeze, string pointer, string count) => KernelText.Clear(pointer, count, Type(squeeze));

    public void Load(string pointer)
    {
        if (isWide) _wide.Load(pointer);
        else writer.Line($"{code.Type} {name} = {code.Load(pointer)};");
    }

    public void Add(string vector)
    {
        if (isWide) _wide.Add(vector);
        else writer.Line($"{name} += {vector};");
    }

    public void Store(string pointer)
    {
        if (isWide) _wide.Store(pointer);
        else writer.Line($"{name}.Store({pointer});");
    }
}
