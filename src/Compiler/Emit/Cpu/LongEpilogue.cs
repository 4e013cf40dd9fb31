using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Epilogues with a long text, such as SiLU's exponential. The microkernel puts its tile aside and calls a method that all tile sizes
/// share: in one method with the multiply-adds, the constants of the one would take the registers of the other.
/// </summary>
public static class LongEpilogue
{
    /// <summary>The call that takes a tile from <c>scratch</c> through its epilogue to <c>y</c>.</summary>
    /// <param name="width">Floats from one pixel of the tile to the next.</param>
    /// <param name="channels">The channels to store.</param>
    /// <param name="step">The distance of a pointer from pixel to pixel; <c>outStep</c>, <c>r0Step</c> and so on unless given.</param>
    /// <param name="pointer">The expression for a pointer: <c>y</c>, <c>sums</c> or one of the epilogue's; the names themselves unless
    /// given.</param>
    public static string Call(
        CpuContext context, EpilogueEmitter epilogue, EquatableArray<EpilogueStep> steps, SqueezeSums? squeeze, string pixels, int width,
        int channels, Func<string, string>? pointer = null, Func<string, string>? step = null)
    {
        pointer ??= name => name;
        step ??= name => (name == "y" ? "out" : name) + "Step";
        int full = channels / context.Set.Lanes * context.Set.Lanes;
        string method = Add(context, epilogue, steps, squeeze, channels - full);
        var arguments = new List<string> { "scratch", CodeWriter.Number(width), pointer("y"), step("y") };
        foreach (EpiloguePointer other in epilogue.Pointers)
        {
            arguments.Add(pointer(other.Name));
            if (other.View is not null) arguments.Add(step(other.Name));
        }
        if (squeeze is not null) arguments.Add(pointer("sums"));
        return $"{method}({string.Join(", ", arguments)}, pixels: {pixels}, channels: {full});";
    }

    /// <summary>Prints the method, unless there is one already, and returns its name.</summary>
    private static string Add(CpuContext context, EpilogueEmitter epilogue, EquatableArray<EpilogueStep> steps, SqueezeSums? squeeze,
        int rest)
    {
        VectorCode code = context.Code;
        var writer = new CodeWriter();
        string kinds = string.Join(", ", steps.Select(step => step.Operation.Kind));
        string stored = rest > 0 ? $", and of {rest} more channels" : "";
        writer.Line(
            $"/// <summary>{kinds}, of whole vectors of channels{stored}: from the tile that was put aside to the output.</summary>");
        writer.Line("[@MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        var parameters = new List<string> { "float* scratch", "nint width", "float* y", "nint outStep" };
        foreach (EpiloguePointer pointer in epilogue.Pointers)
        {
            parameters.Add("float* " + pointer.Name);
            if (pointer.View is not null) parameters.Add($"nint {pointer.Name}Step");
        }
        if (squeeze is not null) parameters.Add($"{SqueezeSum.Type(squeeze)}* sums");
        writer.Open($"private static void {TileLibrary.Placeholder}({string.Join(", ", parameters)}, int pixels, int channels)");
        writer.Open("unchecked");
        writer.Open($"for (int c = 0; c < channels; c += {code.Set.Lanes})");
        Vector(" + c", code.Set.Lanes);
        writer.Close();
        if (rest > 0)
        {
            writer.Open("");
            Vector(" + channels", rest);
            writer.Close();
        }
        writer.Close();
        writer.Close();
        return context.Tiles.Add("Epilogue" + string.Concat(steps.Select(step => "_" + step.Operation.Kind)) + SqueezeSum.Suffix(squeeze)
            + (rest > 0 ? "_Store" + rest : ""), writer.ToString());

        void Vector(string channel, int count)
        {
            var walking = epilogue.Pointers.Where(pointer => pointer.View is not null).ToList();
            writer.Line(
                $"float* t = scratch{channel}, o = " +
                $"y{channel}{string.Concat(walking.Select(pointer => $", {pointer.Name}_ = {pointer.Name}"))};");
            writer.Open("for (int m = 0; m < pixels; m++)");
            writer.Line($"{code.Type} v = {code.Load("t")};");
            foreach (string line in epilogue.Apply("v", _ => "_", channel)) writer.Line(line);
            if (squeeze is not null) writer.Line("v.Store(t);");
            foreach (string line in code.Store("v", "o", count)) writer.Line(line);
            writer.Line("t += width;");
            writer.Line($"o += outStep;{string.Concat(walking.Select(pointer => $" {pointer.Name}_ += {pointer.Name}Step;"))}");
            writer.Close();
            if (squeeze is null) return;
            writer.Comment("A loop of its own: the sum would take a register from the constants above.");
            var sum = new SqueezeSum(writer, code, squeeze.IsWide, "z");
            sum.Load("sums" + channel);
            writer.Line($"t = scratch{channel};");
            writer.Open("for (int m = 0; m < pixels; m++, t += width)");
            sum.Add(code.Load("t"));
            writer.Close();
            sum.Store("sums" + channel);
        }
    }
}
