namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the transposition of four rows of four floats with instructions that every x64 processor has.</summary>
internal static class FourByFour
{
    public const int Side = 4;

    /// <param name="from">The first row.</param>
    /// <param name="fromStep">Floats from one row to the next.</param>
    /// <param name="to">Where the first column goes, as a row.</param>
    /// <param name="toStep">Floats from there to where the second one goes.</param>
    public static void Emit(CodeWriter writer, string from, string fromStep, string to, int toStep) =>
        Emit(writer, from, fromStep, i => to + KernelText.Offset((long)i * toStep));

    /// <param name="from">The first row.</param>
    /// <param name="fromStep">Floats from one row to the next.</param>
    /// <param name="to">Where each column goes, as a row.</param>
    public static void Emit(CodeWriter writer, string from, string fromStep, Func<int, string> to)
    {
        writer.Open("");
        for (int i = 0; i < Side; i++)
            writer.Line(
                $"Vector128<float> r{i} = Vector128.Load({from}{(i == 0 ? "" : i == 1 ? $" + {fromStep}" : $" + {i} * {fromStep}")});");
        writer.Line("Vector128<float> low01 = Sse.UnpackLow(r0, r1), low23 = Sse.UnpackLow(r2, r3);");
        writer.Line("Vector128<float> high01 = Sse.UnpackHigh(r0, r1), high23 = Sse.UnpackHigh(r2, r3);");
        string[] columns =
        [
            "Sse.MoveLowToHigh(low01, low23)", "Sse.MoveHighToLow(low23, low01)",
            "Sse.MoveLowToHigh(high01, high23)", "Sse.MoveHighToLow(high23, high01)",
        ];
        for (int i = 0; i < Side; i++) writer.Line($"{columns[i]}.Store({to(i)});");
        writer.Close();
    }
}
