using Fusion.Samples.Distill.Networks;
using Fusion.Training;

namespace Fusion.Samples.Distill.Trainings;

/// <summary>What the student's second stage shows, beside the teacher's: 14×14.</summary>
[DistillationAlignment(typeof(Student), nameof(Student.Stage2), typeof(Teacher), nameof(Teacher.Stage2), BatchNorm = true)]
public partial class MiddleAlignment;

/// <summary>What the student's last stage shows, beside the teacher's: 7×7.</summary>
[DistillationAlignment(typeof(Student), nameof(Student.Stage3), typeof(Teacher), nameof(Teacher.Stage3), BatchNorm = true)]
public partial class LastAlignment;
