using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that update parameters, and the guard that they ask first.</summary>
public static class UpdateEmitter
{
    public static void Emit(CpuContext context, UpdatePlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float scale = *({KernelText.Base(plan.Guard)});");
        writer.Comment("After a loss that is no number, everything stays as it was.");
        writer.Line("if (!float.IsFinite(scale)) return;");
        writer.Line($"float* y = {KernelText.Base(plan.Output)};");
        for (int i = 0; i < plan.States.Count; i++) writer.Line($"float* s{i} = {KernelText.Weights(plan.States[i])};");
        long row = plan.Operation is RunningAverage average ? average.Row * plan.Elements : 0;
        for (int i = 0; i < plan.Values.Count; i++) writer.Line($"float* x{i} = {KernelText.Base(plan.Values[i], row)};");
        if (plan.Step is { } step) writer.Line($"float* step = {KernelText.Base(step)};");
        string[] arguments = [.. Arguments(plan)];
        foreach (string declaration in Constants(code, plan)) writer.Line(declaration);
        int lanes = code.Set.Lanes;
        long full = plan.Elements / lanes * lanes;
        int tail = (int)(plan.Elements - full);
        if (full > 0)
        {
            writer.Line($"long end = Math.Min(last * {UpdatePlan.UnitElements}L, {full}L);");
            writer.Open($"for (long i = first * {UpdatePlan.UnitElements}L; i < end; i += {lanes})");
            One(" + i", lanes);
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Open($"if (last == {plan.Units} && first < last)");
            One(KernelText.Offset(full), tail);
            writer.Close();
        }
        KernelText.CloseKernel(writer);

        void One(string offset, int count)
        {
            foreach (string name in arguments) writer.Line($"{code.Type} {name}v = {code.Load(name + offset)};");
            writer.Line($"{code.Type} v = {Expression(code, plan.Operation)};");
            foreach (string line in code.Store("v", "y" + offset, count)) writer.Line(line);
        }
    }

    public static void Emit(CpuContext context, StepGuardPlan plan)
    {
        CodeWriter writer = context.Kernels;
        StepGuard guard = plan.Guard;
        KernelText.OpenKernel(writer, plan);
        writer.Line("if (first == last) return;");
        writer.Line("float loss = 0;");
        foreach (View term in plan.Inputs.Take(guard.Terms)) writer.Line($"loss += *({KernelText.Base(term)});");
        writer.Line("double gradients = 0, statistics = 0;");
        for (int i = guard.Terms; i < plan.Inputs.Count; i++)
        {
            View view = plan.Inputs[i];
            long elements = (long)view.Pixels * view.Channels;
            string sum = i < guard.Terms + guard.Gradients ? "gradients" : "statistics";
            writer.Line($"{sum} += {context.Functions.Call("SumOfSquares", KernelText.Base(view), CodeWriter.Number(elements))};");
        }
        writer.Comment("Of what is infinite or no number, no comparison is true.");
        writer.Line("bool isFinite = float.IsFinite(loss) && gradients < float.MaxValue && statistics < float.MaxValue;");
        string factor = guard.Clip == 0 ? "1"
            : $"(float)Math.Min(1, {guard.Clip.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} "
                + "/ (Math.Sqrt(gradients) + 1e-6))";
        writer.Line($"*({KernelText.Base(plan.Output)}) = isFinite ? {factor} : float.NaN;");
        KernelText.CloseKernel(writer);
    }

    private static IEnumerable<string> Arguments(UpdatePlan plan) =>
        Enumerable.Range(0, plan.States.Count).Select(i => "s" + i).Concat(Enumerable.Range(0, plan.Values.Count).Select(i => "x" + i));

    /// <summary>Vectors that do not change from element to element.</summary>
    private static IEnumerable<string> Constants(VectorCode code, UpdatePlan plan)
    {
        if (plan.Operation is not (AdamStep or RunningAverage)) yield return $"{code.Type} g = {code.Broadcast("scale")};";
        if (plan.Operation is SgdStep or AdamStep)
            yield return $"{code.Type} rate = {code.Broadcast($"step[{StepNumbers.LearningRate}]")};";
        if (plan.Operation is AdamStep adam)
        {
            yield return $"{code.Type} first1 = {code.Broadcast($"step[{StepNumbers.FirstCorrection}]")};";
            yield return $"{code.Type} second1 = {code.Broadcast($"step[{StepNumbers.SecondCorrection}]")};";
            if (adam.Decay > 0)
                yield return $"{code.Type} keep = " +
                    $"{code.Broadcast($"1 - step[{StepNumbers.LearningRate}] * {CodeWriter.Float(adam.Decay)}")};";
        }
    }

    /// <summary>The new value, of the old ones <c>s0v</c> and the inputs <c>x0v</c> and so on.</summary>
    private static string Expression(VectorCode code, Operation operation) => operation switch
    {
        Momentum momentum => code.MultiplyAdd("s0v", code.Constant(momentum.Factor), Gradient(code, momentum.Decay, "s1v")),
        SgdStep { Factor: 0 } sgd => code.MultiplyAddNegated("rate", Gradient(code, sgd.Decay, "s0v"), "s0v"),
        SgdStep { Nesterov: true } sgd => code.MultiplyAddNegated("rate",
            code.MultiplyAdd("x1v", code.Constant(sgd.Factor), Gradient(code, sgd.Decay, "s0v")), "s0v"),
        SgdStep => code.MultiplyAddNegated("rate", "x1v", "s0v"),
        AdamMean mean => code.MultiplyAdd("s0v", code.Constant(mean.Beta),
            $"{Gradient(code, mean.Decay, "s1v")} * {code.Constant(1 - mean.Beta)}"),
        AdamSquare { Decay: 0 } square => code.MultiplyAdd("s0v", code.Constant(square.Beta),
            $"(x0v * g) * (x0v * g) * {code.Constant(1 - square.Beta)}"),
        AdamSquare square => code.MultiplyAdd("s0v", code.Constant(square.Beta),
            $"{Gradient(code, square.Decay, "s1v")} * {Gradient(code, square.Decay, "s1v")} * {code.Constant(1 - square.Beta)}"),
        AdamStep adam => code.MultiplyAddNegated("rate",
            $"x0v * first1 / ({code.Class}.Sqrt(x1v * second1) + {code.Constant(adam.Epsilon)})", adam.Decay > 0 ? "s0v * keep" : "s0v"),
        RunningAverage average => Average(code, average),
        _ => throw new NotSupportedException($"{operation.Kind} has no kernel."),
    };

    /// <summary>A norm's running mean or variance, with the statistics of each of its uses.</summary>
    private static string Average(VectorCode code, RunningAverage average)
    {
        string value = "s0v";
        for (int use = 0; use < average.Corrections.Count; use++)
            value = code.MultiplyAdd(value, code.Constant(1 - average.Momentum),
                $"x{use}v * {code.Constant(average.Momentum * average.Corrections[use])}");
        return value;
    }

    /// <summary>The scaled gradient, with weight decay.</summary>
    private static string Gradient(VectorCode code, double decay, string weight) =>
        decay == 0 ? "(x0v * g)" : code.MultiplyAdd(weight, code.Constant(decay), "x0v * g");
}
