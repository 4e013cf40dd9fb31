using Fusion.Samples.Distill.Display;
using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Runs;

namespace Fusion.Samples.Distill.Results;

/// <summary>What came out, in Markdown.</summary>
internal static class ResultTable
{
    public static string Of(CourseResult result)
    {
        string[] header = ["network", "test, mean", "spread", "each", "wall clock", "processor"];
        List<string[]> rows = [["teacher", Numbers.Percent(result.TeacherAccuracy), "", "",
            Numbers.Time(result.Teacher.Sum(epoch => epoch.Seconds)),
            Numbers.Time(result.Teacher.Sum(epoch => epoch.ProcessorSeconds))]];
        foreach (WayResult way in result.Ways)
            rows.Add([way.Way.Title, Numbers.Percent(way.Mean), way.Accuracies.Count < 2 ? "" : $"± {Numbers.Points(way.Spread)}",
                string.Join(", ", way.Accuracies.Select(Numbers.Points)), Numbers.Time(way.Seconds), Numbers.Time(way.ProcessorSeconds)]);
        return TextTable.Of(header, rows);
    }

    /// <summary>The networks side by side.</summary>
    public static string Networks()
    {
        NetworkInfo teacher = Teacher.Description, student = Student.Description;
        return TextTable.Of(["network", "parameters", "multiply-adds"],
        [
            ["teacher", Text.Count(teacher.ParameterCount), Text.Count(teacher.Variants[0].MultiplyAdds)],
            ["student", Text.Count(student.ParameterCount), Text.Count(student.Variants[0].MultiplyAdds)],
        ]);
    }

    /// <summary>Whether alignment has helped, in a sentence.</summary>
    public static string Verdict(CourseResult result)
    {
        double gain = result.Aligned.Mean - result.Alone.Mean, spread = Math.Max(result.Aligned.Spread, result.Alone.Spread);
        string text = $"The student with alignment is {Numbers.Points(Math.Abs(gain))} points {(gain < 0 ? "worse" : "better")} than alone";
        return result.Plan.Seeds < 2 ? text + "; with one seed there is no spread to compare with."
            : $"{text}; the larger spread of the two (standard deviation) is {Numbers.Points(spread)}"
                + (gain > spread ? "." : ": no difference that means something.");
    }
}
