using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints a sum in double precision of sums of floats, in two local variables: see <see cref="LongSums"/>.</summary>
public sealed class WideSum(CodeWriter writer, VectorCode code, string name)
{
    /// <summary>The sum, rounded to floats.</summary>
    public string Value => code.Narrow(name + "Low", name + "High");

    /// <summary>The sum divided by a number, and only then rounded.</summary>
    public string Mean(long count)
    {
        string divisor = $"{code.Class}.Create({CodeWriter.Number(count)}d)";
        return code.Narrow($"{name}Low / {divisor}", $"{name}High / {divisor}");
    }

    public void Declare() => writer.Line($"{code.DoubleType} {name}Low = {code.DoubleType}.Zero, {name}High = {code.DoubleType}.Zero;");

    /// <summary>Declares the sum with the doubles at a place in memory.</summary>
    public void Load(string pointer) => writer.Line(
        $"{code.DoubleType} {name}Low = {code.Load(pointer)}, {name}High = {code.Load(pointer + KernelText.Offset(code.Set.Lanes / 2))};");

    /// <summary>Adds the doubles at a place in memory.</summary>
    public void AddDoubles(string pointer)
    {
        writer.Line($"{name}Low += {code.Load(pointer)};");
        writer.Line($"{name}High += {code.Load(pointer + KernelText.Offset(code.Set.Lanes / 2))};");
    }

    /// <summary>Puts the doubles, lane after lane, at a place in memory.</summary>
    public void Store(string pointer)
    {
        writer.Line($"{name}Low.Store({pointer});");
        writer.Line($"{name}High.Store({pointer} + {code.Set.Lanes / 2});");
    }

    /// <summary>Adds a vector of floats.</summary>
    public void Add(string vector)
    {
        writer.Line($"{name}Low += {code.WidenLower(vector)};");
        writer.Line($"{name}High += {code.WidenUpper(vector)};");
    }

    /// <summary>Adds the terms that a loop goes through, chunk by chunk.</summary>
    /// <param name="counter">The loop's variable.</param>
    /// <param name="from">Its first value.</param>
    /// <param name="to">The value behind its last.</param>
    /// <param name="term">The vector of one term.</param>
    /// <param name="step">What moves on to the next term, beside the counter; empty where nothing does.</param>
    public void AddAll(string counter, string from, string to, string term, string step = "")
    {
        string part = name + "Part", start = counter + "From", end = counter + "To";
        writer.Open($"for (int {start} = {from}; {start} < {to}; {start} += {LongSums.Chunk})");
        writer.Line($"int {end} = Math.Min({start} + {LongSums.Chunk}, {to});");
        writer.Line($"{code.Type} {part} = {code.Zero};");
        writer.Line(
            $"for (int {counter} = {start}; {counter} < {end}; {counter}++{(step.Length > 0 ? ", " + step : "")}) {part} += {term};");
        Add(part);
        writer.Close();
    }
}
